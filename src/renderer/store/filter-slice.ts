import { create } from 'zustand';
import type { EventKind } from './event-kind.ts';
import { change } from './history-slice.ts';
import type { UndoablePart } from './history-slice.ts';
import type { SphereState } from '../../shared/frames/sphere-frame.ts';

/** Both ends are inside. */
export interface FilterRange {
  readonly from: number;
  readonly to: number;
}

/** A plane across an axis of the world (y is up, z points to 6 o'clock); what lies beyond it is not drawn. */
export interface ClipPlane {
  readonly axis: 'x' | 'y' | 'z';
  /** World units: the outer shell has radius 1, the ring ends at 1.8. */
  readonly at: number;
  readonly keep: 'below' | 'above';
}

/** What is drawn: everything that every filter lets through. Absent filters let all through. */
export interface Filters {
  /** Spheres of these levels. */
  readonly levels?: readonly number[];
  /** Spheres and events of these symmetry groups; the root, which has none, stays. */
  readonly groups?: readonly number[];
  readonly states?: readonly SphereState[];
  readonly kinds?: readonly EventKind[];
  /** Events of this loss, in nats. */
  readonly loss?: FilterRange;
  /** Events of these lattice indices. */
  readonly n?: FilterRange;
  /** Events trained in these steps: a window of time. */
  readonly steps?: FilterRange;
  readonly clip?: ClipPlane;
}

export interface FilterState {
  readonly filters: Filters;
}

export const NO_FILTERS: Filters = {};

export const useFilters = create<FilterState>(() => ({ filters: NO_FILTERS }));

const PART: UndoablePart<Filters> = {
  get: () => useFilters.getState().filters,
  set: (filters) => useFilters.setState({ filters }),
};

/** Sets one filter; undefined takes it away. */
export function setFilter<K extends keyof Filters>(name: K, value: Filters[K] | undefined): void {
  const next: Filters = { ...useFilters.getState().filters, [name]: value };
  if (value === undefined) delete next[name];
  change(
    PART,
    value === undefined ? `Clear filter ${name}` : `Filter ${name}`,
    next,
    `filter-${name}`,
  );
}

/** Replaces all filters at once. */
export function setFilters(filters: Filters): void {
  change(PART, isFiltered(filters) ? 'Filter' : 'Clear the filters', filters);
}

export function clearFilters(): void {
  if (isFiltered(useFilters.getState().filters)) setFilters(NO_FILTERS);
}

export function isFiltered(filters: Filters): boolean {
  return Object.keys(filters).length > 0;
}
