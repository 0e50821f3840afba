import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cliIn } from '../../../helpers/cli-harness.ts';
import { DrawnMachine } from '../../../helpers/drawn-machine.ts';
import { makeTemporaryDirectory, removeDirectory } from '../../../helpers/test-host.ts';

let folder: string;
let cli: ReturnType<typeof cliIn>;
let machine: DrawnMachine;

beforeEach(() => {
  folder = makeTemporaryDirectory();
  cli = cliIn(folder);
  machine = new DrawnMachine();
});
afterEach(() => removeDirectory(folder));

const run = (line: string) => cli.run(line.split(' '), { machine });

describe('crystalline topology', () => {
  it('shows nodes, siblings, caches, the control group and every allocation', async () => {
    const { printed, code } = await run('topology --threads 3');
    expect(code).toBe(0);
    expect(printed).toBe(`Usable processors  0-6 (7)
Start-up mask      0-6
Physical cores     4
Sibling threads    0-1 · 2-3 · 4-5
Control group      5 processors' worth of time

NODE  PROCESSORS  MEMORY
   0  0-3         16 GiB
   2  4-6              –

CACHE    SIZE  SHARED BY
L1d    32 KiB  0-1 · 2-3 · 4-5 · 6
L1i    64 KiB  0-1
L3     32 MiB  0-3

12 groups on 3 workers
WORKER OF GROUP  0  1  2  3  4  5  6  7  8  9  10  11  BALANCE
round-robin      0  1  2  0  1  2  0  1  2  0   1   2    1.000
one-to-one: one group a worker needs 12 workers

Worker → processor  0 → 0 · 1 → 2 · 2 → 4`);
  });

  it('pins nobody when there are more workers than processors', async () => {
    const { printed } = await run('topology --threads 8');
    expect(printed).toContain('No worker is pinned: there are more (8) than processors (7).');
  });

  it('gives all of it with --json, and passes the load on', async () => {
    const load = [3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0.5];
    const { json } = await run(`topology --threads 2 --load ${load.join(',')} --json`);
    expect(machine.asked).toEqual([{ threads: 2, load }]);
    expect(json()['result']).toMatchObject({ threads: 2, cgroupLimit: 5, quota: 5 });
  });

  it.each([
    '',
    '1,2',
    '1,1,1,1,1,1,1,1,1,1,1,-1',
    '1,1,1,1,1,1,1,1,1,1,1,',
    'a,1,1,1,1,1,1,1,1,1,1,1',
  ])('does not understand the load "%s"', async (load) => {
    const { code, complaints } = await cli.run(['topology', `--load=${load}`], { machine });
    expect(complaints).toContain(
      load === '' ? '--load needs a value' : '--load must be 12 numbers',
    );
    expect(code).toBe(2);
    expect(machine.asked).toEqual([]);
  });

  it.each([
    ['topology now', 'topology takes options only, but was given "now".'],
    ['topology --threads 0', '--threads must be a whole number from 1 to 256, not "0".'],
    ['topology --thread 2', 'Unknown option --thread. Did you mean --threads?'],
  ])('%s is not understood', async (line, message) => {
    expect(await run(line)).toMatchObject({ complaints: `crystalline: ${message}`, code: 2 });
  });
});

describe('crystalline spheres', () => {
  it('says what the tree is', async () => {
    const { printed, code } = await run('spheres --threads 2');
    expect(code).toBe(0);
    expect(printed.split('\n').slice(0, 9)).toEqual([
      'Depth 1: 13 spheres, 12 of them leaves',
      'Sound: every link, level and leaf number agrees (checked in 2.00 ms)',
      'Built in 0.0123 ms; 13 KiB of memory, 1,024 bytes a sphere',
      '',
      'LEVEL  SPHERES  WHICH ARE',
      '    0        1  root',
      '    1       12  leaves',
      '',
      'GROUP  WORKER  SPHERES  LEAVES',
    ]);
    expect(printed).toMatch(/2 workers, grouped\n\nWORKER {2}SPHERES {2}LEAVES\n {5}0 +13 +12\n/);
  });

  it('asks for the depth, threads and strategy named, with --json', async () => {
    const { json } = await run('spheres --depth 3 --threads 14 --strategy one-to-one --json');
    expect(machine.asked).toEqual([{ depth: 3, threads: 14, strategy: 'one-to-one' }]);
    expect(json()['result']).toMatchObject({ depth: 3, threads: 14, strategy: 'one-to-one' });
  });

  it('marks groups that several workers share', async () => {
    const { printed } = await run('spheres --threads 14');
    expect(printed).toContain('    0      0+        1       1');
  });

  it('fails when the tree is not sound', async () => {
    machine.fault = 'sphere 5 has another parent';
    const { printed, code } = await run('spheres');
    expect(printed).toContain('NOT SOUND: sphere 5 has another parent');
    expect(code).toBe(1);
  });

  it.each([
    ['spheres --depth 5', '--depth must be a whole number from 1 to 4, not "5".'],
    ['spheres --depth', '--depth needs a value: a whole number from 1 to 4.'],
    ['spheres 3', 'spheres takes options only, but was given "3".'],
    [
      'spheres --strategy groupd',
      '--strategy must be one-to-one or round-robin or grouped or priority-based or dynamic-load-balanced, not "groupd". Did you mean grouped?',
    ],
  ])('%s is not understood', async (line, message) => {
    expect(await run(line)).toMatchObject({ complaints: `crystalline: ${message}`, code: 2 });
  });
});
