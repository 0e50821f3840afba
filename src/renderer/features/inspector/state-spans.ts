import type { SphereInspection } from '../../../shared/contract/spheres.ts';

/** A state and how long it lasted; the first one lasts still. */
export interface StateSpan {
  readonly state: SphereInspection['history'][number]['state'];
  readonly ms: number;
}

/** Spans of a history whose entries say when each state began, newest first. */
export function stateSpans(history: SphereInspection['history']): readonly StateSpan[] {
  return history.map(({ state, ageMs }, i) => ({
    state,
    ms: Math.max(0, ageMs - (history[i - 1]?.ageMs ?? 0)),
  }));
}
