/** How the 12 groups are given to threads; native/engine/topology/allocation.hpp says what each does. */
export const STRATEGIES = [
  'one-to-one',
  'round-robin',
  'grouped',
  'priority-based',
  'dynamic-load-balanced',
] as const;
export type Strategy = (typeof STRATEGIES)[number];

export interface TopologyParams {
  /** Worker threads to allocate the groups to; one a processor unless given. */
  readonly threads?: number;
  /** What each of the 12 groups costs, in any unit, at least 0; alike unless given. */
  readonly load?: readonly number[];
}

/** What this process may run on. Processors go by the operating system's numbers, ascending. */
export interface TopologyInfo {
  /** Mask the process was started with; empty where the system does not tell. */
  readonly affinity: readonly number[];
  /** Those it may use: online, in the mask and in the control group's set. */
  readonly cpus: readonly number[];
  /** The usable threads of each physical core; more than one: they are siblings. */
  readonly cores: readonly (readonly number[])[];
  readonly nodes: readonly MemoryNode[];
  /** By level, nearest first; none: the system does not tell. */
  readonly caches: readonly CacheInfo[];
  /** Processors' worth of time the process may use: `cgroupLimit` or all processors. */
  readonly quota: number;
  /** The control group's limit, rounded up; absent: none. */
  readonly cgroupLimit?: number;
  /** The order in which workers get processors; with more workers than processors none is pinned. */
  readonly placement: readonly number[];
  readonly threads: number;
  /** By the five strategies. */
  readonly allocations: readonly GroupAllocation[];
}

export interface MemoryNode {
  readonly id: number;
  readonly cpus: readonly number[];
  readonly memoryBytes?: number;
}

export interface CacheInfo {
  /** 1 is the nearest. */
  readonly level: number;
  /** Of instructions only. */
  readonly instructions: boolean;
  readonly sizeBytes: number;
  /** That share it. */
  readonly cpus: readonly number[];
}

/** Groups to workers by a strategy, or why it refuses. */
export type GroupAllocation = { readonly strategy: Strategy } & (
  | {
      /** Of group 0 to 11. */
      readonly workerOfGroup: readonly number[];
      /** Least load of a worker by the largest: 1 is even, 0 leaves one empty. */
      readonly balance: number;
    }
  | { readonly refused: string }
);

export interface TreeBuildParams {
  /** Levels below the root. */
  readonly depth: number;
  /** One a processor unless given. */
  readonly threads?: number;
  /** As runs have it, grouped, unless given. */
  readonly strategy?: Strategy;
}

/** A full tree of spheres, counted. */
export interface TreeCensus {
  readonly depth: number;
  readonly threads: number;
  readonly strategy: Strategy;
  readonly spheres: number;
  readonly leaves: number;
  /** Spheres of level 0, the root's, to `depth`. */
  readonly ofLevel: readonly number[];
  /** Of each group 0 to 11: the root's child and all below it. */
  readonly ofGroup: readonly SpherePlace[];
  /** Of each worker; the root lives on the first. */
  readonly ofWorker: readonly SpherePlace[];
  readonly workerOfGroup: readonly number[];
  /** Of one sphere. */
  readonly sphereBytes: number;
  /** Of the whole tree. */
  readonly memoryBytes: number;
  readonly buildMs: number;
  readonly validateMs: number;
  /** What validation found wrong; absent: the tree is sound. */
  readonly fault?: string;
}

export interface SpherePlace {
  readonly spheres: number;
  readonly leaves: number;
}
