import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runProgram, type Program } from '../helpers/program.ts';
import { onlyRun } from '../helpers/run-directory.ts';

const CLI = 'bin/crystalline.mjs';
const INTERVAL = 20; // steps between checkpoints
const NIGHTLY = process.env['CRYSTALLINE_NIGHTLY'] !== undefined;
const KILLS = NIGHTLY ? 200 : 8;
/** A constant rate: the weights after n steps do not depend on how many were planned. */
const MODEL = ['--blocks', '2', '--heads', '2', '--width', '32', '--context', '32', '--batch', '4'];
const RATE = ['--lr', '0.001', '--min-lr', '0.001', '--warmup', '0', '--validate-every', '0'];

let folder: string;
let text: string;
let started: Program[];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'crystalline-kill-'));
  mkdirSync(path.join(folder, 'home'));
  text = path.join(folder, 'text.txt');
  writeFileSync(
    text,
    'The sea is calm tonight. The tide is full, the moon lies fair.\n'.repeat(80),
  );
  started = [];
});

afterEach(async () => {
  for (const { process, ended } of started) {
    process.kill('SIGKILL');
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

function start(runs: string, ...args: string[]): Program {
  const env = { HOME: path.join(folder, 'home'), CRYSTALLINE_RUNS: path.join(folder, runs) };
  const program = runProgram(CLI, [...args, '--json'], env);
  started.push(program);
  return program;
}

/** The only run below `runs`, once it has a checkpoint. */
async function savedRun(runs: string): Promise<string> {
  for (;;) {
    const saved = existsSync(runs) ? readdirSync(runs, { recursive: true, encoding: 'utf8' }) : [];
    if (saved.some((name) => name.endsWith('.safetensors'))) return onlyRun(runs);
    await delay(10);
  }
}

/** Newest step of a run's log; a last line cut off by the kill does not count. */
function loggedStep(run: string): number {
  const lines = readFileSync(path.join(run, 'metrics.jsonl'), 'utf8').split('\n').slice(0, -1);
  return Math.max(0, ...lines.map((line) => (JSON.parse(line) as { step: number }).step));
}

/** Whole numbers below `bound`, the same series every time. */
function seeded(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

it(
  `survives ${KILLS} kills at any moment, losing one interval at most and not a bit`,
  { timeout: 60_000 + KILLS * 10_000 },
  async () => {
    const random = seeded(7);
    const every = ['--checkpoint-every', String(INTERVAL)];
    const first = start('killed', 'train', text, ...MODEL, ...RATE, ...every, '--steps', '1000000');
    await first.says(/^Model: /m, 'stderr');
    const run = await savedRun(path.join(folder, 'killed'));
    first.process.kill('SIGKILL');
    await first.ended;

    for (let kill = 1; kill < KILLS; kill += 1) {
      const logged = loggedStep(run);
      const resumed = start('killed', 'resume', 'last');
      const [, step = ''] = await resumed.says(/going on after step (\d+)/, 'stderr');
      expect(logged - Number(step), `steps lost by kill ${kill}`).toBeLessThanOrEqual(INTERVAL);
      await delay(random(400));
      resumed.process.kill('SIGKILL');
      await resumed.ended;
    }

    const end = start('killed', 'resume', 'last');
    await end.says(/going on after step/, 'stderr');
    await delay(500);
    end.process.kill('SIGINT');
    await end.ended;
    const survived = JSON.parse(end.output.stdout) as { steps: number; weights_sha256: string };

    const whole = start('whole', 'train', text, ...MODEL, ...RATE, '--steps', `${survived.steps}`);
    expect(await whole.ended, whole.output.stderr).toBe(0);
    const { weights_sha256 } = JSON.parse(whole.output.stdout) as { weights_sha256: string };
    expect(survived.weights_sha256).toBe(weights_sha256);
  },
);
