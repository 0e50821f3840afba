import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import {
  ADDON,
  codeOf,
  drain,
  newEngine,
  newFolder,
  openSmall,
  smallConfig,
  smallText,
  trainTo,
} from './engine.ts';

const TRAIN_ON = fileURLToPath(new URL('fixtures/train-on.mjs', import.meta.url));
/** Steps at which a run is handed from one process to the next. */
const RESUMES = process.env['CRYSTALLINE_NIGHTLY'] === undefined ? 5 : 50;
const FIXTURE = fileURLToPath(new URL('fixtures/train-and-save.mjs', import.meta.url));

/** Trains in a process of its own, which is killed without warning once it has saved at `until`. */
async function trainAndKill(until: number, path: string): Promise<{ step: number }> {
  const task = { addon: ADDON, bytes: smallText(), config: smallConfig(''), until, path };
  const child = spawn(process.execPath, [FIXTURE, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  return JSON.parse(line) as { step: number };
}

/** Whole numbers from `least` to `most`, the same series every time. */
function seeded(seed: number): (least: number, most: number) => number {
  let state = seed;
  return (least, most) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return least + Math.floor((state / 2 ** 32) * (most - least + 1));
  };
}

async function hashAfter50(threads: number): Promise<string> {
  const engine = newEngine();
  await engine.createRun(smallConfig(await openSmall(engine), { threads }));
  await trainTo(engine, 50);
  return engine.weightsSha256();
}

it('gives the same weights for 1, 2, 3 and 5 threads', async () => {
  const hashes = new Set<string>();
  for (const threads of [1, 2, 3, 5]) hashes.add(await hashAfter50(threads));
  expect(hashes.size).toBe(1);
});

it(
  `gives the same weights resumed by other processes at ${RESUMES} random steps, with 1 to 5 threads and 1 to 3 levels`,
  { timeout: 60_000 + RESUMES * 5_000 },
  async () => {
    const random = seeded(RESUMES);
    const steps = 120;
    const config = smallConfig('', { steps });
    const cuts = new Set<number>();
    while (cuts.size < RESUMES) cuts.add(random(1, steps - 1));
    const folder = newFolder();
    let from: string | undefined;
    let hash = '';
    for (const until of [...cuts].sort((a, b) => a - b).concat(steps)) {
      const machine = { threads: random(1, 5), depth: random(1, 3) };
      const path = join(folder, `step-${until}.safetensors`);
      const task = { addon: ADDON, bytes: smallText(), config: { ...config, ...machine } };
      const given = JSON.stringify({ ...task, from, until, path });
      const { stdout } = await promisify(execFile)(process.execPath, [TRAIN_ON, given]);
      [hash, from] = [stdout.trim(), path];
    }
    const whole = newEngine();
    await whole.createRun({ ...config, corpusId: await openSmall(whole) });
    await trainTo(whole, steps);
    expect(hash).toBe(await whole.weightsSha256());
  },
);

it('goes on with the same bits and losses after kill -9 and restore', async () => {
  const whole = newEngine();
  await whole.createRun(smallConfig(await openSmall(whole)));
  await trainTo(whole, 50);
  const losses = drain(whole).map((row) => row.lossNats);

  const path = join(newFolder(), 'step-000025.safetensors');
  expect((await trainAndKill(25, path)).step).toBe(25);

  const engine = newEngine();
  const config = smallConfig(await openSmall(engine), { threads: 3 });
  expect(await engine.restoreRun(config, path)).toMatchObject({ step: 25, spheres: 13 });
  expect(engine.status()).toMatchObject({ state: 'paused', step: 25 });
  await trainTo(engine, 50);
  expect(drain(engine).map((row) => row.lossNats)).toEqual(losses.slice(25));
  expect(await engine.weightsSha256()).toBe(await whole.weightsSha256());
});

it('leaves a sound checkpoint or none when killed while writing', async () => {
  const path = join(newFolder(), 'a.safetensors');
  await trainAndKill(2, path);
  const later = `${path}.later`; // written over and over until the kill
  if (!existsSync(later)) copyFileSync(path, later);
  const engine = newEngine();
  const config = smallConfig(await openSmall(engine));
  const { step } = await engine.restoreRun(config, later);
  expect(step).toBeGreaterThanOrEqual(2);
});

it('refuses a damaged checkpoint and keeps the engine usable', async () => {
  const engine = newEngine();
  const config = smallConfig(await openSmall(engine));
  await engine.createRun(config);
  await trainTo(engine, 3);
  const path = join(newFolder(), 'a.safetensors');
  await engine.saveCheckpoint(path);
  await engine.endRun();

  const sound = readFileSync(path);
  const flipped = Buffer.from(sound);
  flipped[sound.length - 100] = (flipped[sound.length - 100] ?? 0) ^ 1;
  for (const damaged of [flipped, sound.subarray(0, sound.length - 1), Buffer.from('no tensors')]) {
    writeFileSync(path, damaged);
    expect(await codeOf(() => engine.restoreRun(config, path))).toBe('corrupt');
  }
  expect(await codeOf(() => engine.restoreRun(config, `${path}.none`))).toBe('not-found');
  expect(engine.status().state).toBe('idle');
  writeFileSync(path, sound);
  expect(await codeOf(() => engine.restoreRun({ ...config, seed: 8 }, path))).toBe('mismatch');
  expect((await engine.restoreRun(config, path)).step).toBe(3);
});
