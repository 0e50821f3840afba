import type { SphereState } from '../frames/sphere-frame.ts';

/** One sphere's account of itself. Each figure is exact, several are of about the same moment; ages are before the answer. */
export interface SphereInspection {
  readonly sphere: number;
  /** 0 is the root. */
  readonly level: number;
  /** Symmetry group 0..11; the root has none. */
  readonly group?: number;
  readonly parent?: number;
  /** In the order of their groups; none: a leaf. */
  readonly children: readonly number[];
  readonly worker: number;
  readonly state: SphereState;
  /** Workers that compute a micro-batch of it now. */
  readonly computing: number;
  /** Milliseconds since it was made. */
  readonly ageMs: number;
  /** Its last transitions, newest first, at most 16. */
  readonly history: readonly { readonly state: SphereState; readonly ageMs: number }[];
  /** Transitions refused because the table of states forbids them. */
  readonly refusedTransitions: number;
  /** Messages that wait in its inbox, by priority. */
  readonly inbox: {
    readonly critical: number;
    readonly high: number;
    readonly normal: number;
    readonly low: number;
  };
  /** Micro-batches of it that nobody has begun. */
  readonly queuedItems: number;
  /** Its last micro-batches, newest first, at most 16. */
  readonly microBatches: readonly InspectedMicroBatch[];
  /** Newest version of the weights it was told of; 0: none. */
  readonly weightsVersion: number;
  /** Lattice index of the last multiple of 144,000 it was told of. */
  readonly lastCrossing?: number;
  /** The last event it was told of lay within 100 of such a multiple. */
  readonly inBoundaryRegion: boolean;
  readonly own: SphereStatistics;
  /** Its own and those of all below it. */
  readonly subtree: SphereStatistics;
}

export interface InspectedMicroBatch {
  readonly step: number;
  /** Of the step. */
  readonly item: number;
  /** Who computed it; not the sphere's own worker: it was stolen. */
  readonly worker: number;
  readonly lossNats: number;
  /** Of its own gradient; absent where none was measured. */
  readonly gradientNorm?: number;
  readonly durationMs: number;
  /** Milliseconds since it ended. */
  readonly ageMs: number;
}

/** What spheres count, since the tree was built; native/engine/spheres/statistics.hpp says what each counts. */
export interface SphereStatistics {
  readonly primesProcessed: number;
  readonly batchesCompleted: number;
  readonly gradientsComputed: number;
  readonly weightsUpdated: number;
  readonly boundaryCrossings: number;
  readonly twinPrimeHits: number;
  readonly nearBoundaryPrimes: number;
  readonly workStolenFrom: number;
  readonly workStolenTo: number;
  readonly workItemsStolen: number;
  readonly cacheHits: number;
  readonly cacheMisses: number;
  /** Bytes. */
  readonly memoryAllocated: number;
  readonly messagesSent: number;
  readonly messagesReceived: number;
  readonly errorsEncountered: number;
  readonly retriesAttempted: number;
  readonly messagesDropped: number;
  /** Events by n mod 12. */
  readonly primesOfGroup: readonly number[];
  /** Spheres added up here. */
  readonly spheres: number;
  /** Of their lives. */
  readonly totalMs: number;
  readonly busyMs: number;
  /** For a parent or for children. */
  readonly waitingMs: number;
  readonly idleMs: number;
  /** Busy share of the time, 0..1. */
  readonly utilization: number;
  /** Share of items whose gradient lane was warm, 0..1. */
  readonly cacheHitRate: number;
}

/** How the machine is: counted when asked, since the tree was built. */
export interface MachineHealth {
  /** Spheres that compute, or wait inside a step. */
  readonly active: number;
  /** Spheres that are ready or at rest. */
  readonly idle: number;
  /** Of these, spheres whose micro-batch has failed and is not yet tried again. */
  readonly failing: number;
  readonly ended: number;
  /** Of the living spheres, below the root. */
  readonly levels: number;
  /** Spheres that came because of the load, and those of them that ended for want of it (RunConfig.maxDepth). */
  readonly grown: number;
  readonly collapsed: number;
  /** Spheres that can still be made, since ids are not used again; below 12 the load makes none until the run is resumed from a checkpoint. */
  readonly idsLeft: number;
  /** Messages; sent = received + dropped + those under way. */
  readonly messagesSent: number;
  readonly messagesReceived: number;
  /** For spheres that had ended, and of no use to others. */
  readonly messagesDropped: number;
  /** Messages in inboxes. */
  readonly waiting: SphereInspection['inbox'];
  readonly itemsQueued: number;
  readonly itemsCompleted: number;
  /** ERROR_REPORTs heard. */
  readonly errors: number;
  /** Micro-batches given to another try. */
  readonly recoveries: number;
  /** Micro-batches that had not begun in time. */
  readonly timeouts: number;
  readonly refusedTransitions: number;
  readonly faultsStruck: number;
  /** Processor time of the process, all threads; 0: the system does not tell. */
  readonly cpuSeconds: number;
  readonly residentBytes: number;
}
