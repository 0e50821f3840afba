import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cliIn } from '../../../helpers/cli-harness.ts';
import { makeTemporaryDirectory, removeDirectory } from '../../../helpers/test-host.ts';
import { drawing } from '../../../../src/main/cli/commands/schedule.ts';

let folder: string;
let cli: ReturnType<typeof cliIn>;

beforeAll(async () => {
  folder = makeTemporaryDirectory();
  cli = cliIn(folder);
  await cli.run(['train', cli.file, '--steps', '20', '--name', 'whale', '--json']);
});
afterAll(() => removeDirectory(folder));

it('resume --steps trains a finished run further', async () => {
  const { code, json } = await cli.run(['resume', 'whale', '--steps', '30', '--json']);
  expect(code).toBe(0);
  expect(json()).toMatchObject({ steps: 30 });
  const fewer = await cli.run(['resume', 'whale', '--steps', '25']);
  expect(fewer.code).toBe(1);
  expect(fewer.complaints).toContain('steps is 25; it must be more than the 30');
});

it('step trains one step at a time and tells each moment of it', async () => {
  const every = ['--steps', '20', '--checkpoint-every', '10', '--name', 'walker'];
  await cli.run(['train', cli.file, ...every]);
  const from = ['--checkpoint', 'step-000010.safetensors', '--name', 'stepper'];
  expect((await cli.run(['branch', 'walker', ...from])).code).toBe(0);
  const done = await cli.run(['step', 'stepper', '--count', '2', '--json']);
  expect(done.code).toBe(0);
  expect(done.json()).toMatchObject({ step: 12, checkpoint: 'step-000012.safetensors' });
  const moments = done.said.split('\n').map((line) => line.split(/ +/).slice(1, 3).join(' '));
  const kinds = ['batch-start', 'gradient-sync', 'weight-update', 'batch-end'];
  const expected = [11, 12].flatMap((step) => kinds.map((kind) => `${step} ${kind}`));
  expect(moments).toEqual([...expected, '12 checkpoint']);
  const complete = await cli.run(['step', 'walker']);
  expect(complete.code).toBe(1);
  expect(complete.complaints).toContain('completed');
});

it('branch makes a run that resume goes on with', async () => {
  const made = await cli.run(['branch', 'whale', '--name', 'calf', '--json']);
  expect(made.code).toBe(0);
  expect(made.json()).toMatchObject({ step: 30 });
  const resumed = await cli.run(['resume', 'calf', '--steps', '33', '--json']);
  expect(resumed.json()).toMatchObject({ steps: 33 });
  expect(path.basename(String(resumed.json()['run_dir']))).toBe(String(made.json()['run']));
  const unknown = await cli.run(['branch', 'whale', '--checkpoint', 'step-000999.safetensors']);
  expect(unknown.code).toBe(1);
  expect(unknown.complaints).toContain('step-000999.safetensors');
});

it('schedule draws the rate, its extremes beside it', async () => {
  const { code, printed } = await cli.run(['schedule', '--steps', '100', '--schedule', 'linear']);
  expect(code).toBe(0);
  const lines = printed.split('\n');
  expect(lines[0]).toMatch(/^ +0\.00099 /);
  expect(lines.at(-1)).toMatch(/^ +1 +100$/);
  const { json } = await cli.run(['schedule', '--steps', '100', '--points', '5', '--json']);
  expect(json()['step']).toHaveLength(5);
  const refused = await cli.run(['schedule', '--schedule', 'step', '--cycle', '0']);
  expect(refused).toMatchObject({ code: 2 });
});

it('draws each column as high as its rate', () => {
  const lines = drawing({ step: [1, 2, 3], learningRate: [0, 0.5, 1] });
  const column = (index: number) => lines.slice(0, -1).map((line) => line[10 + index] ?? ' ');
  expect(column(0).join('').trim()).toBe('');
  expect(column(1).filter((bar) => bar === '█')).toHaveLength(6);
  expect(column(2).filter((bar) => bar === '█')).toHaveLength(12);
});
