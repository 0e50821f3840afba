import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cliIn } from '../../../helpers/cli-harness.ts';
import { FakeEngine } from '../../../helpers/fake-engine.ts';
import { makeTemporaryDirectory, removeDirectory } from '../../../helpers/test-host.ts';

let folder: string;
let cli: ReturnType<typeof cliIn>;

beforeEach(() => {
  folder = makeTemporaryDirectory();
  cli = cliIn(folder);
});
afterEach(() => removeDirectory(folder));

const SMALL = ['--steps', '40', '--threads', '2', '--validate-every', '10'];

describe('crystalline train', () => {
  it('trains, says where the run is and samples a text', async () => {
    const { code, said } = await cli.run(['train', cli.file, ...SMALL]);
    expect(code).toBe(0);
    expect(said).toContain('text.txt: 3,900 tokens');
    expect(said).toContain('unigram entropy 3.0000, bigram 2.4000 nats');
    expect(said).toMatch(/4 blocks, 4 heads, 128 wide, context 64, batch 12; 2 threads/);
    expect(said).toMatch(
      /step 40 {2}loss 3\.\d{4} {2}val 3\.\d{4} {2}76,800 tokens\/s {2}10\.00 ms a step/,
    );
    expect(said).toMatch(/Sampled \(temperature 0\.8\):\n[a-h ]{300}/);
  });

  it('refuses a tree that would have to grow to less than it is', async () => {
    const words = ['train', cli.file, '--depth', '3', '--max-depth', '2'];
    const { code, complaints } = await cli.run(words);
    expect(code).toBe(2);
    expect(complaints).toContain('--max-depth must be at least --depth, 3; it is 2.');
  });

  it('ends with one line of JSON of exactly the promised keys', async () => {
    const { code, printed, json } = await cli.run(['train', cli.file, ...SMALL, '--json']);
    expect(code).toBe(0);
    expect(printed.split('\n')).toHaveLength(1);
    const line = json();
    expect(Object.keys(line)).toEqual([
      'steps',
      'train_loss',
      'val_loss',
      'val_perplexity',
      'val_bits_per_byte',
      'val_top1',
      'val_top5',
      'val_calibration_error',
      'tokens_per_second',
      'ms_per_step',
      'parameters',
      'threads',
      'weights_sha256',
      'run_dir',
    ]);
    expect(line).toMatchObject({
      steps: 40,
      ms_per_step: 10,
      tokens_per_second: (12 * 64 * 1_000) / 10,
      parameters: 1_000,
      threads: 2,
    });
    // The fake engine validates 0.1 above the loss of the same step.
    expect(line['val_loss']).toBeCloseTo(Number(line['train_loss']) + 0.1, 12);
    expect(line['weights_sha256']).toMatch(/^[0-9a-f]{64}$/);
    expect(
      existsSync(path.join(String(line['run_dir']), 'checkpoints/step-000040.safetensors')),
    ).toBe(true);
  });

  it('gives the same weights for the same seed and others for another', async () => {
    const sha = async (seed: string) =>
      (await cli.run(['train', cli.file, ...SMALL, '--json', '--seed', seed])).json()[
        'weights_sha256'
      ];
    expect(await sha('3')).toBe(await sha('3'));
    expect(await sha('4')).not.toBe(await sha('3'));
  });

  it('logs some twenty lines where there is no terminal', async () => {
    const { said } = await cli.run(['train', cli.file, '--steps', '100'], {
      engine: new FakeEngine({ stepDelayMs: 5 }),
    });
    const lines = said.split('\n').filter((line) => /^step [\d,]+\/100 /.test(line));
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.length).toBeLessThanOrEqual(20);
  });

  it('draws a bar on a terminal, within its columns', async () => {
    const { drawn, said } = await cli.run(['train', cli.file, ...SMALL], { tty: true });
    expect(drawn.at(-1)).toMatch(/^▕█+▏ step 40\/40 {2}loss/);
    for (const line of drawn) expect([...line].length).toBeLessThan(100);
    expect(said).not.toMatch(/^step \d+\/40/m);
  });

  it('trains on the sample corpus when no file is named, and says so', async () => {
    const { code, said } = await cli.run(['train', '--steps', '2']);
    expect(said).toContain('No file was named: training on the sample corpus, Moby Dick (CC0).');
    expect(said).toContain('Moby Dick: ');
    expect(code).toBe(0);
  });

  it('saves at Ctrl-C, says how to go on, and goes on from there with the same bits', async () => {
    const whole = await cli.run(['train', cli.file, '--steps', '60', '--json']);
    let pressed = false;
    const stopped = await cli.run(['train', cli.file, '--steps', '60', '--json'], {
      tty: true,
      engine: new FakeEngine({ stepDelayMs: 10 }),
      onLine: (line, interrupt) => {
        if (pressed || !/step [1-9]/.test(line)) return;
        pressed = true;
        interrupt();
      },
    });
    expect(stopped.code).toBe(1);
    const at = Number(stopped.json()['steps']);
    expect(at).toBeGreaterThan(0);
    expect(at).toBeLessThan(60);
    expect(stopped.said).toContain('Stopping at the end of this step');
    expect(stopped.said).toContain(`Stopped after step ${at} of 60; saved as step-0000`);
    const runId = path.basename(String(stopped.json()['run_dir']));
    expect(stopped.said).toContain(`crystalline resume ${runId}`);

    const resumed = await cli.run(['resume', runId, '--json']);
    expect(resumed.code).toBe(0);
    expect(resumed.said).toContain(`going on after step ${at} of 60`);
    expect(resumed.json()).toMatchObject({
      steps: 60,
      weights_sha256: whole.json()['weights_sha256'],
      train_loss: whole.json()['train_loss'],
    });
  });

  it('tells of a run that fails, with what is safe', async () => {
    const engine = new FakeEngine();
    engine.failAtStep = 7;
    const { code, complaints } = await cli.run(['train', cli.file, ...SMALL], { engine });
    expect(code).toBe(1);
    expect(complaints).toBe(
      'crystalline: The loss became NaN at step 7. No checkpoint had been written.',
    );
  });

  it('tells of a checkpoint that cannot be written', async () => {
    class FullDisk extends FakeEngine {
      override saveCheckpoint(): never {
        throw new Error('No space left on device.');
      }
    }
    const { code, complaints } = await cli.run(['train', cli.file, ...SMALL], {
      engine: new FullDisk(),
    });
    expect(code).toBe(1);
    expect(complaints).toContain('No space left on device.');
  });

  it('names a file that is not there', async () => {
    const missing = path.join(folder, 'missing.txt');
    const { code, complaints } = await cli.run(['train', missing]);
    expect(code).toBe(1);
    expect(complaints).toContain(missing);
    expect(complaints).not.toContain('    at ');
  });
});
