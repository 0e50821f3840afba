import { createServer } from 'node:net';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runProgram, type Program } from '../helpers/program.ts';
import { checkpoints } from '../helpers/run-directory.ts';

const CLI = 'bin/crystalline.mjs';
const SERVER = 'out/main/server.js';
const LINK = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}/;
/** A run of seconds that can be interrupted at leisure. */
const LONG = ['--steps', '100000', '--checkpoint-every', '0', '--validate-every', '0'];
const SMALL = ['--blocks', '1', '--heads', '2', '--width', '16', '--context', '16', '--batch', '4'];

let folder: string;
let text: string;
let started: Program[];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'crystalline-terminal-'));
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

/** Starts a program in an empty HOME with its runs in `folder`. */
function start(script: string, ...args: string[]): Program {
  const home = path.join(folder, 'home');
  mkdirSync(home, { recursive: true });
  const runs = path.join(folder, 'runs');
  const program = runProgram(script, args, { HOME: home, CRYSTALLINE_RUNS: runs, DISPLAY: '' });
  started.push(program);
  return program;
}

async function trained(...args: string[]): Promise<Record<string, unknown>> {
  const { ended, output } = start(CLI, ...args, '--json');
  expect(await ended, output.stderr).toBe(0);
  return JSON.parse(output.stdout) as Record<string, unknown>;
}

describe('crystalline', () => {
  it('trains the same weights with any number of threads', async () => {
    const args = ['train', text, ...SMALL, '--steps', '60', '--seed', '5'];
    const whole = await trained(...args, '--threads', '1');
    const spread = await trained(...args, '--threads', '3');
    expect(spread['weights_sha256']).toBe(whole['weights_sha256']);
    expect(whole['train_loss']).toBeLessThan(4);
    expect(whole['steps']).toBe(60);
  });

  it('saves at Ctrl-C, says how to go on, and leaves a checkpoint', async () => {
    const training = start(CLI, 'train', text, ...SMALL, ...LONG);
    await training.says(/^step [\d,]+\/100,000 {2}loss \d/m);
    training.process.kill('SIGINT');
    expect(await training.ended).toBe(1);
    const [, run = ''] = /Go on with: crystalline resume (\S+)/.exec(training.output.stdout) ?? [];
    expect(checkpoints(path.join(folder, 'runs', run))).toHaveLength(1);

    const resumed = start(CLI, 'resume', run, '--json');
    await resumed.says(/going on after step [1-9]/, 'stderr');
    await resumed.says(/^step [\d,]+\/100,000 {2}loss \d/m, 'stderr');
    resumed.process.kill('SIGTERM');
    expect(await resumed.ended).toBe(1);
    expect(Object.keys(JSON.parse(resumed.output.stdout) as object)).toContain('weights_sha256');
  });

  it('says what it does not understand in one sentence, without a stack', async () => {
    const { ended, output } = start(CLI, 'train', '--model', 'huge');
    expect(await ended).toBe(2);
    expect(output).toEqual({
      stdout: '',
      stderr: 'crystalline: --model must be baby or big, not "huge".\n',
    });
  });
});

describe('the web shell', () => {
  it('gives another link at Enter, and the first opens nothing any more', async () => {
    const shell = start(SERVER);
    const [first] = await shell.says(LINK);
    shell.process.stdin?.write('\n');
    const [, second = ''] = await shell.says(new RegExp(`${LINK.source}[^]*?(${LINK.source})`));
    expect((await fetch(first, { redirect: 'manual' })).status).toBe(401);
    expect((await fetch(second, { redirect: 'manual' })).status).toBe(303);
    shell.process.kill('SIGTERM');
    expect(await shell.ended).toBe(0);
    expect(shell.output.stdout).toContain('Nothing was unsaved. Closed.');
  });

  it('names a port that is taken, without a stack', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const { ended, output } = start(SERVER, '--port', String(port));
    expect(await ended).toBe(1);
    expect(output.stderr).toBe(
      `crystalline: Port ${port} is in use by another program: name another with --port, or none for any free one.\n`,
    );
    other.close();
  });

  it('is what npm start opens where there is no display, saying why', async () => {
    const shell = start('scripts/start.mjs');
    await shell.says(LINK);
    expect(shell.output.stderr).toContain('No Electron window here: ');
    shell.process.kill('SIGTERM');
    expect(await shell.ended).toBe(0);
  });

  it('is served by crystalline serve too, and ends with it', async () => {
    const shell = start(CLI, 'serve', '--json');
    const [link] = await shell.says(LINK);
    shell.process.kill('SIGTERM');
    expect(await shell.ended).toBe(0);
    await expect(fetch(link)).rejects.toThrow();
    expect(shell.output.stdout).toContain('{"closed":true,"saved":null}');
  });
});
