import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cliIn } from '../../../helpers/cli-harness.ts';
import { makeTemporaryDirectory, removeDirectory } from '../../../helpers/test-host.ts';

let folder: string;
let cli: ReturnType<typeof cliIn>;

beforeEach(() => {
  folder = makeTemporaryDirectory();
  cli = cliIn(folder);
});
afterEach(() => removeDirectory(folder));

describe('the command line', () => {
  it.each([
    [['tran'], 'Unknown command "tran". Did you mean train?'],
    [
      ['dance'],
      'Unknown command "dance". There are: train, resume, step, branch, sample, runs, export, import, schedule, ablation, primes, factor, angle, constants, eval, topology, spheres, serve, version, help.',
    ],
    [['train', '--stpes', '5'], 'Unknown option --stpes. Did you mean --steps?'],
    [['train', '--model', 'babi'], '--model must be baby or big, not "babi". Did you mean baby?'],
    [['train', '--steps', '0'], '--steps must be a whole number from 1 to 10,000,000, not "0".'],
    [
      ['train', '--steps', '1.5'],
      '--steps must be a whole number from 1 to 10,000,000, not "1.5".',
    ],
    [['train', '--steps', '--json'], '--steps needs a value: a whole number from 1 to 10,000,000.'],
    [
      ['train', '--seed', '-1'],
      '--seed must be a whole number from 0 to 9,007,199,254,740,991, not "-1".',
    ],
    [['train', '--lr=fast'], '--lr must be a number from 0 to 10, not "fast".'],
    [['train', '--json=yes'], '--json takes no value, but was given "yes".'],
    [['train', '--width', '130'], '--width must be a multiple of --heads: 130 is not one of 4.'],
    [
      ['train', '--lr', '0.001', '--min-lr', '0.1'],
      '--min-lr must be at most --lr (0.001), not 0.1.',
    ],
    [['resume'], 'resume needs RUN: see crystalline help resume.'],
    [['sample', 'a', 'b'], 'sample takes one RUN, but was given "b" too.'],
    [['runs', 'all'], 'runs takes options only, but was given "all".'],
    [['sample', 'a', '--top-k', '0'], '--top-k must be a whole number from 1 to 65,536, not "0".'],
  ])('%j is not understood (2), and the sentence says why', async (args, message) => {
    const { code, complaints, printed } = await cli.run(args);
    expect(complaints).toBe(args.includes('--json') ? '' : `crystalline: ${message}`);
    expect(code).toBe(2);
    if (args.includes('--json')) expect(JSON.parse(printed).error.message).toBe(message);
  });

  it('says with --json what failed in one line', async () => {
    const { code, json } = await cli.run(['resume', 'nothing', '--json']);
    expect(code).toBe(1);
    expect(json()).toEqual({
      error: { code: 'not-found', message: 'No run is called "nothing". There are none yet.' },
    });
  });

  it.each([[[]], [['help']], [['--help']], [['-h']]])('%j lists the commands', async (args) => {
    const { code, printed } = await cli.run(args);
    expect(code).toBe(0);
    for (const name of [
      'train',
      'resume',
      'sample',
      'runs',
      'primes',
      'eval',
      'serve',
      'version',
    ]) {
      expect(printed).toMatch(new RegExp(`^  ${name} `, 'm'));
    }
  });

  it.each([[['help', 'train']], [['train', '--help']], [['train', '-h']]])(
    '%j explains train',
    async (args) => {
      const { code, printed } = await cli.run(args);
      expect(code).toBe(0);
      expect(printed).toContain('Usage: crystalline train [FILE…] [options]');
      for (const option of [
        '--model baby|big',
        '--tokenizer char|byte',
        '--steps N',
        '--seed N',
        '--json',
      ]) {
        expect(printed).toContain(option);
      }
    },
  );

  it.each([[['version']], [['--version']], [['-v']]])('%j prints the version', async (args) => {
    expect(await cli.run(args)).toMatchObject({ code: 0, printed: '1.2.3' });
  });

  it('gives values in `result` with --json', async () => {
    expect((await cli.run(['version', '--json'])).json()).toEqual({ result: '1.2.3' });
    expect((await cli.run(['runs', '--json'])).json()).toMatchObject({ result: [] });
    expect((await cli.run(['help', '--json'])).json()['result']).toContain('crystalline COMMAND');
    expect((await cli.run(['--json'])).json()['result']).toContain('crystalline COMMAND');
    expect((await cli.run(['train', '--help', '--json'])).json()['result']).toContain('[FILE…]');
  });
});
