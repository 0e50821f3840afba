import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ablationTable, resultsOf, verdictOf } from '../../../../src/main/cli/ablation-table.ts';
import { confidence95, paired95 } from '../../../../src/main/cli/statistics.ts';
import { cliIn } from '../../../helpers/cli-harness.ts';
import { makeTemporaryDirectory, removeDirectory } from '../../../helpers/test-host.ts';

describe('confidence intervals', () => {
  it("are Student's t intervals", () => {
    // Student's own sleep data (1908), as every textbook has it: mean 1.58, 95 % 0.70 to 2.46.
    const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
    const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    const { mean, half } = paired95(second, first);
    expect(mean).toBeCloseTo(1.58, 10);
    expect(mean - half).toBeCloseTo(0.7001, 3);
    expect(mean + half).toBeCloseTo(2.4599, 3);
  });

  it('need two numbers and end where their table does', () => {
    expect(() => confidence95([1])).toThrow(RangeError);
    expect(confidence95([1, 1])).toEqual({ mean: 1, half: 0 });
    expect(confidence95(Array.from({ length: 31 }, (_, i) => i)).mean).toBe(15);
    expect(() => confidence95(Array.from({ length: 32 }, () => 0))).toThrow(RangeError);
  });
});

describe('the verdict', () => {
  const of = (losses: readonly number[]) => {
    const results = resultsOf([
      { tables: 'standard', losses: [2, 2.1, 1.9] },
      { tables: 'lattice', losses },
    ]);
    const [, lattice] = results;
    if (!lattice) throw new Error('no arm');
    return { results, said: verdictOf(lattice, 3) };
  };

  it('says better, worse or that nothing is shown, by the pairs', () => {
    expect(of([1.9, 2, 1.81]).said).toMatch(/^lattice is better than standard here, by 0\.09/);
    expect(of([2.1, 2.2, 2.01]).said).toMatch(/^lattice is worse than standard here/);
    expect(of([2.1, 2, 1.9]).said).toMatch(/^lattice: no difference from standard is shown/);
    expect(of([2, 2.1, 1.9]).said).toMatch(/no difference/);
  });

  it('stands below a table of every seed', () => {
    const lines = ablationTable([5, 6, 7], of([1.9, 2, 1.81]).results).split('\n');
    expect(lines).toHaveLength(6);
    expect(lines[0]).toMatch(/^validation loss +standard +lattice$/);
    expect(lines[1]).toMatch(/^seed 5 +2\.0000 +1\.9000$/);
    expect(lines[4]).toMatch(/^mean +2\.0000 ± 0\.2484 +1\.9033 ± /);
    expect(lines[5]).toMatch(/^minus standard +– +-0\.0967 ± /);
  });
});

describe('crystalline ablation', () => {
  let folder: string;
  let cli: ReturnType<typeof cliIn>;

  beforeEach(() => {
    folder = makeTemporaryDirectory();
    cli = cliIn(folder);
  });
  afterEach(() => removeDirectory(folder));

  it('trains a pair a seed and compares them', async () => {
    const words = ['ablation', cli.file, '--steps', '20', '--seeds', '2', '--threads', '2'];
    const { code, said, json } = await cli.run([...words, '--frozen', '--json']);
    expect(code).toBe(0);
    expect(said).toContain('Run 1 of 6: standard, seed 1');
    expect(said).toMatch(/Run 6 of 6: lattice-frozen, seed 2, about 0:\d\d left in all/);
    const line = json();
    expect(line['seeds']).toEqual([1, 2]);
    expect(line['arms']).toMatchObject([
      { tables: 'standard', losses: [expect.any(Number), expect.any(Number)] },
      { tables: 'lattice', difference: { mean: expect.any(Number), half: expect.any(Number) } },
      { tables: 'lattice-frozen' },
    ]);
    expect(line['verdicts']).toHaveLength(2);
    const runs = await cli.run(['runs']);
    expect(runs.printed).toContain('ablation lattice 2');
  });

  it('prints the table', async () => {
    const { printed } = await cli.run(['ablation', cli.file, '--steps', '20', '--seeds', '2']);
    expect(printed).toMatch(/minus standard/);
    expect(printed).toMatch(/standard/);
  });
});
