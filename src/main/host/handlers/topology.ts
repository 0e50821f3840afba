import { LIMITS } from '../../../shared/contract/limits.ts';
import type { Handlers } from '../../../shared/rpc/rpc-server.ts';
import type { Strategy } from '../../../shared/contract/topology.ts';
import type { NativeMachine } from '../engine/machine-types.ts';

export interface MachineContext {
  /** Loads it when first needed. */
  readonly machine: () => NativeMachine;
  readonly processors: number;
}

/** That of runs. */
export const DEFAULT_STRATEGY: Strategy = 'grouped';

/** A thread a processor. */
export function allThreads({ processors }: MachineContext): number {
  return Math.min(Math.max(processors, LIMITS.threads.min), LIMITS.threads.max);
}

export function topologyHandlers(context: MachineContext) {
  return {
    'topology.read': async ({ threads = allThreads(context), load }) => ({
      threads,
      ...(await context.machine().readTopology(threads, load && Float64Array.from(load))),
    }),
  } satisfies Partial<Handlers>;
}
