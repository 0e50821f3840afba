import type { NativeMachine } from '../../src/main/host/engine/machine-types.ts';
import type { Strategy, TopologyInfo, TreeCensus } from '../../src/shared/contract/topology.ts';

/** A machine of two memory nodes, eight processors and four cores, of which one processor is not allowed. */
export class DrawnMachine implements NativeMachine {
  readonly asked: unknown[] = [];
  fault: string | undefined;

  async readTopology(threads: number, load?: Float64Array): Promise<Omit<TopologyInfo, 'threads'>> {
    this.asked.push({ threads, load: load && [...load] });
    return {
      affinity: [0, 1, 2, 3, 4, 5, 6],
      cpus: [0, 1, 2, 3, 4, 5, 6],
      cores: [[0, 1], [2, 3], [4, 5], [6]],
      nodes: [
        { id: 0, cpus: [0, 1, 2, 3], memoryBytes: 17_179_869_184 },
        { id: 2, cpus: [4, 5, 6] },
      ],
      caches: [
        ...[[0, 1], [2, 3], [4, 5], [6]].map((cpus) => cacheOf(1, false, 32_768, cpus)),
        cacheOf(1, true, 65_536, [0, 1]),
        cacheOf(3, false, 33_554_432, [0, 1, 2, 3]),
      ],
      quota: 5,
      cgroupLimit: 5,
      placement: [0, 2, 4, 6, 1, 3, 5],
      allocations: [
        { strategy: 'one-to-one', refused: 'one group a worker needs 12 workers' },
        {
          strategy: 'round-robin',
          workerOfGroup: Array.from({ length: 12 }, (_, group) => group % threads),
          balance: 1,
        },
      ],
    };
  }

  async buildTree(
    depth: number,
    threads: number,
    strategy: Strategy,
  ): Promise<Omit<TreeCensus, 'depth' | 'threads' | 'strategy'>> {
    this.asked.push({ depth, threads, strategy });
    const below = { spheres: 1, leaves: 1 };
    return {
      ...{ spheres: 13, leaves: 12, ofLevel: [1, 12], ofGroup: Array(12).fill(below) },
      ofWorker: Array.from({ length: threads }, (_, worker) => ({
        ...{ spheres: worker === 0 ? 13 : 0, leaves: worker === 0 ? 12 : 0 },
      })),
      workerOfGroup: Array(12).fill(0),
      ...{ sphereBytes: 1_024, memoryBytes: 13_312, buildMs: 0.0123, validateMs: 2 },
      ...(this.fault !== undefined && { fault: this.fault }),
    };
  }
}

function cacheOf(level: number, instructions: boolean, sizeBytes: number, cpus: number[]) {
  return { level, instructions, sizeBytes, cpus };
}
