import { create } from 'zustand';
import type { TopologyInfo } from '../../shared/contract/topology.ts';

export interface WorkerNodes {
  /** Memory node (NUMA) of each worker, by its number among the nodes; -1: it is not pinned. Empty: not known. */
  readonly nodes: readonly number[];
}

export const useWorkerNodes = create<WorkerNodes>(() => ({ nodes: [] }));

export function setWorkerNodes(nodes: readonly number[]): void {
  useWorkerNodes.setState({ nodes });
}

/**
 * The memory node of each worker: that of the processor it is pinned to. With one node it is that one, pinned or not; with more workers
 * than processors on several nodes none is pinned, and none has a node.
 */
export function workerNodes(
  { nodes, placement }: Pick<TopologyInfo, 'nodes' | 'placement'>,
  workers: number,
): readonly number[] {
  const nodeOf = (worker: number): number => {
    if (nodes.length === 1) return 0;
    if (workers > placement.length) return -1;
    return nodes.findIndex(({ cpus }) => cpus.includes(placement[worker] ?? -1));
  };
  return Array.from({ length: workers }, (_, worker) => nodeOf(worker));
}
