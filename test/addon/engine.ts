import { createRequire } from 'node:module';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach } from 'vitest';
import type {
  EngineModule,
  NativeEngine,
  NativeRunConfig,
} from '../../src/main/host/engine/engine-types.ts';
import { DEFAULT_OPTIMIZER } from '../../src/shared/contract/optimizer.ts';
import { METRIC_FIELDS } from '../../src/main/host/engine/engine-types.ts';

/** The addon under test: CRYSTALLINE_ADDON, or what scripts/build-native.mjs makes. */
export const ADDON =
  process.env['CRYSTALLINE_ADDON'] ??
  fileURLToPath(new URL('../../native/build/Release/crystalline.node', import.meta.url));

export const addon = createRequire(import.meta.url)(ADDON) as EngineModule;

const open = new Set<NativeEngine>();
const folders = new Set<string>();

/** An engine that is disposed of after the test. */
export function newEngine(): NativeEngine {
  const engine = new addon.Engine();
  open.add(engine);
  return engine;
}

/** A folder that is removed after the test. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'crystalline-addon-'));
  folders.add(folder);
  return folder;
}

afterEach(() => {
  for (const engine of open) engine.dispose();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  open.clear();
  folders.clear();
});

/** Words by a fixed rule: enough structure to learn, the same everywhere. */
export function smallText(words = 4_000): string {
  const syllables = ['ka', 'lo', 'mi', 'ter', 'sun', 'bra', 'vel', 'dor', 'ani', 'esh'];
  let state = 1;
  let text = '';
  for (let i = 0; i < words; i += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const word = (state >>> 24) & 15;
    for (let s = 0; s < 2 + (word % 3); s += 1) text += syllables[(word * 3 + s * s) % 10] ?? '';
    text += i % 11 === 10 ? '.\n' : ' ';
  }
  return text;
}

export function smallConfig(
  corpusId: string,
  changes: Partial<NativeRunConfig> = {},
): NativeRunConfig {
  return {
    corpusId,
    model: { blocks: 2, heads: 2, width: 32, context: 32 },
    batch: 6,
    steps: 50,
    seed: 7,
    threads: 2,
    depth: 1,
    optimizer: {
      ...DEFAULT_OPTIMIZER,
      schedule: { ...DEFAULT_OPTIMIZER.schedule, warmupSteps: 10 },
    },
    validationEverySteps: 20,
    validationWindows: 5,
    validationByAverages: false,
    labelSmoothing: 0,
    zLoss: 0,
    stopPatience: 0,
    stopDelta: 0,
    tables: 'standard',
    divergenceFactor: 0,
    rateChanges: [],
    ...changes,
  };
}

export async function openSmall(engine: NativeEngine): Promise<string> {
  const bytes = new TextEncoder().encode(smallText());
  const { corpusId } = await engine.openCorpus({ name: 'small', bytes, tokenizer: 'char' });
  return corpusId;
}

/** Resolves once the run stands still. */
export async function standingStill(engine: NativeEngine): Promise<void> {
  while (engine.status().state === 'running') await sleep(1);
}

export async function trainTo(engine: NativeEngine, step: number): Promise<void> {
  engine.run(step);
  await standingStill(engine);
}

export type MetricsRow = Record<(typeof METRIC_FIELDS)[number], number>;

/** All rows not read yet. */
export function drain(engine: NativeEngine): MetricsRow[] {
  const into = new Float64Array(METRIC_FIELDS.length * 1_000);
  const rows: MetricsRow[] = [];
  for (let count = engine.readMetrics(into); count > 0; count = engine.readMetrics(into)) {
    for (let row = 0; row < count; row += 1) {
      const numbers = METRIC_FIELDS.map((field, i) => [
        field,
        into[row * METRIC_FIELDS.length + i],
      ]);
      rows.push(Object.fromEntries(numbers) as MetricsRow);
    }
  }
  return rows;
}

/** The code of the error that `action` throws or rejects with. */
export async function codeOf(action: () => unknown): Promise<string> {
  try {
    await action();
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(error.code);
    throw error;
  }
  return 'no error';
}

/** The message of the error that `action` throws or rejects with. */
export async function messageOf(action: () => unknown): Promise<string> {
  try {
    await action();
  } catch (error) {
    if (error instanceof Error) return error.message;
    throw error;
  }
  return 'no error';
}
