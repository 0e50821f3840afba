import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { loadMachine } from '../../src/main/host/engine/engine-handle.ts';
import { STRATEGIES } from '../../src/shared/contract/topology.ts';
import { openNativeHost } from '../helpers/native-host.ts';

/** This machine and its trees, asked for over the wire. */
describe('the machine behind the wire', () => {
  const call = openNativeHost();

  it('puts every processor on one core and one node, and gives each one worker', async () => {
    const info = await call('topology.read', {});
    const sorted = (lists: readonly (readonly number[])[]) => lists.flat().sort((a, b) => a - b);
    expect(info.cpus.length).toBeGreaterThanOrEqual(1);
    expect(sorted(info.cores)).toEqual(info.cpus);
    expect(sorted(info.nodes.map(({ cpus }) => cpus))).toEqual(info.cpus);
    expect(sorted([info.placement])).toEqual(info.cpus);
    expect(info.quota).toBe(Math.min(info.cgroupLimit ?? Infinity, info.cpus.length));
    expect(info.threads).toBe(info.cpus.length);
    if (process.platform === 'linux') {
      expect(info.affinity.length).toBeGreaterThanOrEqual(availableParallelism());
    }
  });

  it.each([1, 2, 5, 12, 13, 256])('allocates 12 groups to %i threads', async (threads) => {
    const { allocations } = await call('topology.read', { threads });
    expect(allocations.map(({ strategy }) => strategy)).toEqual(STRATEGIES);
    for (const one of allocations) {
      if ('refused' in one) {
        expect([one.strategy, threads < 12]).toEqual(['one-to-one', true]);
        continue;
      }
      expect(one.workerOfGroup).toHaveLength(12);
      expect(one.workerOfGroup.every((worker) => worker >= 0 && worker < threads)).toBe(true);
      const used = new Set(one.workerOfGroup).size;
      expect(used).toBe(Math.min(threads, 12));
    }
  });

  it('lets the load move groups where the strategy looks at it', async () => {
    const load = [9, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1];
    const { allocations } = await call('topology.read', { threads: 2, load });
    const balance = new Map(
      allocations.map((one) => [one.strategy, 'balance' in one ? one.balance : undefined]),
    );
    expect(balance.get('grouped')).toBeCloseTo(6 / 14);
    expect(balance.get('priority-based')).toBe(1);
    expect(balance.get('dynamic-load-balanced')).toBe(1);
  });

  it.each([
    [1, 13],
    [2, 157],
    [3, 1_885],
    [4, 22_621],
  ])('builds a sound tree of depth %i with %i spheres', async (depth, spheres) => {
    for (const strategy of STRATEGIES) {
      const census = await call('spheres.build', { depth, threads: 13, strategy });
      expect(census).toMatchObject({ depth, threads: 13, strategy, spheres });
      expect(census.fault).toBeUndefined();
      expect(census.ofLevel).toEqual(Array.from({ length: depth + 1 }, (_, level) => 12 ** level));
      expect(sum(census.ofWorker.map((place) => place.spheres))).toBe(spheres);
      expect(sum(census.ofGroup.map((place) => place.leaves))).toBe(census.leaves);
    }
  });

  it('says what is not allowed', async () => {
    await expect(
      call('spheres.build', { depth: 2, threads: 2, strategy: 'one-to-one' }),
    ).rejects.toMatchObject({
      code: 'invalid-argument',
      message: 'one group a worker needs 12 workers, there are 2',
    });
    await expect(call('spheres.build', { depth: 0 })).rejects.toMatchObject({
      code: 'invalid-params',
    });
    await expect(call('topology.read', { load: [1, 2] })).rejects.toMatchObject({
      message: 'load must be a list of 12 numbers, one a group, not [1,2].',
    });
    const machine = loadMachine();
    expect(() => machine.readTopology(257)).toThrow('threads must be a whole number from 0 to 256');
    expect(() => machine.readTopology(2, new Float64Array(11))).toThrow(
      'load must have 12 values.',
    );
    await expect(machine.readTopology(0)).resolves.toMatchObject({
      allocations: STRATEGIES.map((strategy) => ({ strategy, refused: expect.any(String) })),
    });
    await expect(machine.buildTree(5, 1, 'grouped')).rejects.toMatchObject({
      code: 'invalid-argument',
      message: 'depth must be 1..4, is 5',
    });
    await expect(machine.buildTree(1, 1, 'even' as 'grouped')).rejects.toThrow(
      'strategy must be one of one-to-one, round-robin, grouped, priority-based, dynamic-load-balanced, is even',
    );
  });
});

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
