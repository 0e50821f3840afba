import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_OPTIMIZER } from '../../../../../src/shared/contract/optimizer.ts';
import { RunStore } from '../../../../../src/main/host/runs/run-store.ts';
import { makeTemporaryDirectory, removeDirectory } from '../../../../helpers/test-host.ts';
import {
  readRunRecord,
  writeRunRecord,
  type NewRunRecord,
} from '../../../../../src/main/host/runs/run-record.ts';

const record = (changes: Partial<NewRunRecord> = {}): NewRunRecord => ({
  createdAtMs: 1_000,
  config: {
    name: 'Moby Dick',
    model: { blocks: 1, heads: 2, width: 16, context: 16 },
    batch: 4,
    steps: 100,
    seed: 7,
    threads: 2,
    depth: 2,
    optimizer: DEFAULT_OPTIMIZER,
    validationEverySteps: 10,
    validationWindows: 4,
    validationByAverages: false,
    labelSmoothing: 0,
    zLoss: 0,
    stopPatience: 0,
    stopDelta: 0,
    tables: 'standard',
    divergenceFactor: 0,
    keepCheckpoints: 0,
    keepEverySteps: 0,
    checkpointEverySteps: 0,
    sampleEverySteps: 0,
  },
  corpus: {
    name: 'Moby Dick',
    tokenizer: 'char',
    bytes: 10,
    sha256: 'a'.repeat(64),
    origin: { kind: 'sample' },
  },
  engine: { version: '1', isa: 'avx2' },
  product: '0.1.0',
  lineage: [{ atMs: 1_000, step: 0 }],
  rateChanges: [],
  ...changes,
});

describe('RunStore', () => {
  let directory: string;
  let store: RunStore;
  beforeEach(() => {
    directory = makeTemporaryDirectory();
    store = new RunStore(path.join(directory, 'deep', 'runs'));
  });
  afterEach(() => removeDirectory(directory));

  it('makes its directory with the first run', async () => {
    expect(await store.list()).toEqual([]);
    const { runId, directory: made } = await store.create('Moby Dick');
    expect(runId).toBe('0001-moby-dick');
    expect(readdirSync(made)).toEqual(['checkpoints']);
    expect(await store.find(runId)).toBe(made);
  });

  it('never gives one directory twice, also to those who ask at once', async () => {
    const other = new RunStore(store.directory);
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, i) => (i % 2 ? store : other).create('same')),
    );
    expect(new Set(made.map(({ runId }) => runId)).size).toBe(20);
  });

  it.each(['../escape', '..', '/etc', 'absent', '', 'a/b', 'a\0b'])(
    'does not find %j',
    async (id) => {
      mkdirSync(path.join(directory, 'deep', 'escape'), { recursive: true });
      await expect(store.find(id)).rejects.toMatchObject({ code: 'not-found' });
    },
  );

  it('does not take a file for a run', async () => {
    await store.create('x');
    writeFileSync(path.join(store.directory, 'file'), '');
    await expect(store.find('file')).rejects.toMatchObject({ code: 'not-found' });
    expect((await store.list()).map(({ runId }) => runId)).toEqual(['0001-x']);
  });

  it('lists the newest first, with what each run reached', async () => {
    const older = await store.create('older');
    await writeRunRecord(older.directory, record({ createdAtMs: 1 }));
    const newer = await store.create('newer');
    await writeRunRecord(newer.directory, record({ createdAtMs: 2 }));
    const row = { step: 9, lossNats: 2.5, validationLossNats: 2.75 };
    writeFileSync(path.join(newer.directory, 'metrics.jsonl'), `${JSON.stringify(row)}\n`);
    writeFileSync(path.join(newer.directory, 'checkpoints', 'step-000005.safetensors'), '');
    const [first, second] = await store.list();
    expect(first).toMatchObject({
      runId: newer.runId,
      step: 9,
      steps: 100,
      trainLossNats: 2.5,
      validationLossNats: 2.75,
      checkpoints: ['step-000005.safetensors'],
    });
    expect(second).toMatchObject({ runId: older.runId, step: 0, checkpoints: [] });
    expect(second).not.toHaveProperty('trainLossNats');
  });

  it('says what is wrong with a directory that cannot be used', async () => {
    const cases: [string, string | undefined, string][] = [
      ['a-none', undefined, 'There is no'],
      ['b-torn', '{"format": "crystal', 'is not JSON'],
      ['c-other', '{"format":"other"}', 'format must be crystalline-run'],
      [
        'd-values',
        JSON.stringify({ ...JSON.parse(await recordText()), config: {} }),
        'config.name',
      ],
    ];
    for (const [name, content] of cases) {
      mkdirSync(path.join(store.directory, name), { recursive: true });
      if (content !== undefined)
        writeFileSync(path.join(store.directory, name, 'run.json'), content);
    }
    const listed = new Map((await store.list()).map((run) => [run.runId, run.problem]));
    for (const [name, , problem] of cases) expect(listed.get(name)).toContain(problem);
  });

  it('follows a link to a run on another disk, and ignores a dangling one', async () => {
    const elsewhere = path.join(directory, 'elsewhere');
    mkdirSync(elsewhere);
    await writeRunRecord(elsewhere, record());
    await store.create('x');
    symlinkSync(elsewhere, path.join(store.directory, 'linked'));
    symlinkSync(path.join(directory, 'gone'), path.join(store.directory, 'dangling'));
    const listed = (await store.list()).map(({ runId }) => runId);
    expect(listed.sort()).toEqual(['0001-x', 'linked']);
  });

  /** A good run.json as text. */
  async function recordText(): Promise<string> {
    const { directory: made } = await store.create('good');
    await writeRunRecord(made, record());
    return JSON.stringify(await readRunRecord(made));
  }
});

describe('run.json', () => {
  let directory: string;
  beforeEach(() => {
    directory = makeTemporaryDirectory();
  });
  afterEach(() => removeDirectory(directory));

  it('comes back as it was written', async () => {
    const sha256 = 'b'.repeat(64);
    const files = [{ path: '/a/b.txt', bytes: 3, sha256 }];
    const written = record({
      corpus: { ...record().corpus, origin: { kind: 'files', files } },
      lineage: [{ atMs: 5, step: 500, checkpoint: 'step-000500.safetensors' }],
    });
    await writeRunRecord(directory, written);
    expect(await readRunRecord(directory)).toEqual({
      ...written,
      format: 'crystalline-run',
      version: 1,
    });
  });

  it('means a tree of one level where an older run says nothing of it', async () => {
    const { depth, ...older } = record().config;
    expect(depth).toBe(2);
    await writeRunRecord(directory, { ...record(), config: older as NewRunRecord['config'] });
    expect((await readRunRecord(directory)).config.depth).toBe(1);
  });

  it('names the field that cannot be used', async () => {
    const broken = record();
    await writeRunRecord(directory, { ...broken, config: { ...broken.config, steps: 0 } });
    await expect(readRunRecord(directory)).rejects.toMatchObject({
      code: 'corrupt',
      message: expect.stringContaining('config.steps must be a whole number from 1') as unknown,
    });
  });
});
