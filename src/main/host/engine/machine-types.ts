import type { Strategy, TopologyInfo, TreeCensus } from '../../../shared/contract/topology.ts';

/**
 * The addon's object `machine`. Works on a pool thread. What is outside its range throws or rejects as Error with code
 * invalid-argument that names argument, value and range.
 */
export interface NativeMachine {
  /** threads: 1 to 256; load: 12 values, or absent for equal ones. */
  readTopology(threads: number, load?: Float64Array): Promise<Omit<TopologyInfo, 'threads'>>;
  buildTree(
    depth: number,
    threads: number,
    strategy: Strategy,
  ): Promise<Omit<TreeCensus, 'depth' | 'threads' | 'strategy'>>;
}
