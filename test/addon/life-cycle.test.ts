import { DEFAULT_OPTIMIZER } from '../../src/shared/contract/optimizer.ts';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import type { NativeEngine } from '../../src/main/host/engine/engine-types.ts';
import {
  ADDON,
  codeOf,
  newEngine,
  newFolder,
  openSmall,
  smallConfig,
  smallText,
} from './engine.ts';

const fixture = (name: string): string =>
  fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
const ENDLESS = 10_000_000;

it('can be disposed of twice', () => {
  const engine = newEngine();
  engine.dispose();
  engine.dispose();
});

it('refuses every call after dispose', async () => {
  const engine = newEngine();
  const corpusId = await openSmall(engine);
  engine.dispose();
  const bytes = new Uint8Array(8);
  const sampled = { prompt: 'a', tokens: 1, temperature: 1, seed: 1 };
  const calls: Record<Exclude<keyof NativeEngine, 'dispose'>, () => unknown> = {
    info: () => engine.info(),
    layout: () => engine.layout(),
    openCorpus: () => engine.openCorpus({ name: 'x', bytes, tokenizer: 'char' }),
    encode: () => engine.encode(corpusId, 'a'),
    tokenizerJson: () => engine.tokenizerJson(corpusId),
    createRun: () => engine.createRun(smallConfig(corpusId)),
    restoreRun: () => engine.restoreRun(smallConfig(corpusId), '/tmp/x'),
    run: () => engine.run(1),
    pause: () => engine.pause(),
    changeRate: () => engine.changeRate(1e-3),
    drawSchedule: () => engine.drawSchedule(DEFAULT_OPTIMIZER, 10, 5),
    endRun: () => engine.endRun(),
    status: () => engine.status(),
    validation: () => engine.validation(),
    readMetrics: () => engine.readMetrics(new Float64Array(6)),
    readLoopEvents: () => engine.readLoopEvents(0),
    readFrame: () => engine.readFrame('spheres', new Uint8Array(64)),
    inspectSphere: () => engine.inspectSphere(0),
    health: () => engine.health(),
    inspectEvent: () => engine.inspectEvent(1),
    inspectBlock: () => engine.inspectBlock({ block: 0, head: 0, text: '' }),
    readWork: () => engine.readWork(1),
    cancelWork: () => engine.cancelWork(1),
    saveCheckpoint: () => engine.saveCheckpoint('/tmp/x'),
    exportWeights: () =>
      engine.exportWeights({
        ...{ checkpoint: '/tmp/x', tokenizerJson: bytes, name: 'x', path: '/tmp/y' },
        ...{ format: 'gguf', type: 'f32' },
      }),
    sample: () => engine.sample(sampled),
    readSample: () => engine.readSample(1),
    cancelSample: () => engine.cancelSample(1),
    weightsSha256: () => engine.weightsSha256(),
    onChange: () => engine.onChange(() => undefined),
  };
  for (const [name, call] of Object.entries(calls)) {
    expect([name, await codeOf(call)]).toEqual([name, 'wrong-state']);
  }
});

it('settles every promise when it is disposed of in the middle of everything', async () => {
  const engine = newEngine();
  await engine.createRun(smallConfig(await openSmall(engine), { steps: ENDLESS }));
  engine.run(ENDLESS);
  const path = join(newFolder(), 'a.safetensors');
  const underWay = [
    engine.sample({ prompt: 'ka', tokens: 10_000, temperature: 1, seed: 1 }),
    engine.saveCheckpoint(path),
    engine.pause(),
    engine.weightsSha256(),
    engine.endRun(),
  ].map((promise) => codeOf(() => promise));
  engine.dispose();
  for (const code of await Promise.all(underWay)) {
    expect(['no error', 'wrong-state', 'cancelled']).toContain(code);
  }
});

it('refuses to run while it is being paused, and runs after', async () => {
  const engine = newEngine();
  await engine.createRun(smallConfig(await openSmall(engine), { steps: ENDLESS }));
  engine.run(ENDLESS);
  const step = await engine.pause();
  expect(engine.status()).toMatchObject({ state: 'paused', step });
  expect(await engine.pause()).toBe(step);
  engine.run(step + 1);
  await engine.pause();
});

it('keeps what it trained when only onChange knows it', async () => {
  const engine = newEngine();
  await engine.createRun(smallConfig(await openSmall(engine)));
  const paused = new Promise<void>((resolve) => engine.onChange(resolve));
  engine.run(3);
  await paused;
  expect(engine.status()).toMatchObject({ state: 'paused', step: 3 });
});

it('works in two worker threads at once, disposed of or not', async () => {
  const bytes = new TextEncoder().encode(smallText());
  const train = async (tidy: boolean): Promise<string> => {
    const config = smallConfig('', { steps: ENDLESS });
    const worker = new Worker(fixture('worker.mjs'), {
      workerData: { addon: ADDON, bytes, config, tidy },
    });
    const ended = new Promise<number>((resolve) => worker.once('exit', resolve));
    const hash = await new Promise<string>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    expect(await ended).toBe(0);
    return hash;
  };
  const hashes = await Promise.all([train(true), train(false), train(true), train(false)]);
  expect(new Set(hashes).size).toBe(1);
});

it('does not leak engines: 200 are made, used and disposed of', async () => {
  const task = {
    addon: ADDON,
    bytes: smallText(500),
    config: smallConfig('', { model: { blocks: 1, heads: 1, width: 8, context: 8 } }),
    rounds: 200,
  };
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--expose-gc',
    fixture('create-dispose.mjs'),
    JSON.stringify(task),
  ]);
  const [early = 0, late = 0] = JSON.parse(stdout) as number[];
  // One event ring alone has 0.6 MB: 150 leaked engines would add 90 MB.
  expect(late - early).toBeLessThan(30e6);
});

it('stops the threads of an engine that nobody holds any more', async (ctx) => {
  if (process.platform !== 'linux') ctx.skip('counts threads in /proc');
  const task = { addon: ADDON, bytes: smallText(500), config: smallConfig('', { steps: ENDLESS }) };
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--expose-gc',
    fixture('collect.mjs'),
    JSON.stringify(task),
  ]);
  const [before = 0, training = 0, after = 0] = JSON.parse(stdout) as number[];
  expect(training).toBe(before + 3); // Node Zero and two workers
  expect(after).toBe(before);
});

it.each(['exit', 'end', 'throw'])('lets the process %s while it trains', async (how) => {
  const task = { addon: ADDON, bytes: smallText(500), config: smallConfig('', { steps: ENDLESS }) };
  const child = spawn(process.execPath, [fixture('leave.mjs'), JSON.stringify(task), how], {
    stdio: 'ignore',
  });
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  expect([code, signal]).toEqual([how === 'throw' ? 1 : 0, null]);
});
