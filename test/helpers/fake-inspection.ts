import type { EventInspection } from '../../src/shared/contract/events.ts';
import type {
  MachineHealth,
  SphereInspection,
  SphereStatistics,
} from '../../src/shared/contract/spheres.ts';

/** A sphere of the fake machine (a root and twelve leaves) as spheres.inspect tells of it. */
export function fakeInspection(sphere: number, step: number): SphereInspection {
  const root = sphere === 0;
  return {
    sphere,
    ...(root ? { level: 0 } : { level: 1, group: sphere - 1, parent: 0 }),
    children: root ? Array.from({ length: 12 }, (_, group) => group + 1) : [],
    worker: sphere % 2,
    state: 'ready',
    computing: 0,
    ageMs: 10 * step,
    history: [{ state: 'ready', ageMs: 5 }],
    refusedTransitions: 0,
    inbox: { critical: 0, high: 0, normal: 1, low: 0 },
    queuedItems: 0,
    microBatches: root
      ? []
      : [{ step, item: sphere - 1, worker: 0, lossNats: 2, durationMs: 3, ageMs: 5 }],
    weightsVersion: step + 1,
    inBoundaryRegion: false,
    own: statistics(1, step),
    subtree: statistics(root ? 13 : 1, step),
  };
}

function statistics(spheres: number, step: number): SphereStatistics {
  return {
    ...{ primesProcessed: 64 * step * spheres, batchesCompleted: step * spheres },
    ...{ gradientsComputed: step * spheres, weightsUpdated: step * spheres },
    ...{ boundaryCrossings: 0, twinPrimeHits: 0, nearBoundaryPrimes: 0 },
    ...{ workStolenFrom: 0, workStolenTo: 0, workItemsStolen: 0, cacheHits: 0, cacheMisses: 0 },
    ...{ memoryAllocated: 1_000, messagesSent: 4 * step, messagesReceived: 4 * step },
    ...{ errorsEncountered: 0, retriesAttempted: 0, messagesDropped: 0 },
    primesOfGroup: Array<number>(12).fill(5 * step),
    ...{ spheres, totalMs: 10 * step, busyMs: 5 * step, waitingMs: 3 * step, idleMs: 2 * step },
    ...{ utilization: 0.5, cacheHitRate: 0 },
  };
}

/** The fake machine, every injected fault struck and recovered from. */
export function fakeHealth(spheres: number, faults: number): MachineHealth {
  return {
    ...{ active: 0, idle: spheres, failing: 0, ended: 0 },
    ...{ levels: 1, grown: 0, collapsed: 0, idsLeft: 65_523 },
    ...{ messagesSent: 100, messagesReceived: 100, messagesDropped: 0 },
    waiting: { critical: 0, high: 0, normal: 0, low: 0 },
    ...{ itemsQueued: 0, itemsCompleted: 12 },
    ...{ errors: faults, recoveries: faults, timeouts: 0, refusedTransitions: 0 },
    ...{ faultsStruck: faults, cpuSeconds: 1, residentBytes: 1_000_000 },
  };
}

/** A trained token as events.inspect tells of it: the h of “the whale”. */
export function fakeEvent(n: number): EventInspection {
  return {
    ...{ n, step: 1, sequence: 0, position: n - 1, offset: 4 + n, token: 3, prime: 7 },
    ...{ before: 'the w', text: 'h', after: 'ale' },
    ...{ wavelengthM: 0.5, thetaRad: 2.5 },
    terms: { spiral: 2, index: 0, phonetic: 0.25, omega: 0.125, psi: 0.125 },
  };
}
