import type { Selection } from '../../../store/selection-slice.ts';
import type { Stage } from '../../kit/stage.ts';
import { placedEvent } from '../events/event-places.ts';
import { placedPrime } from '../lattice/lattice-places.ts';

/** What is selected, as a ball in world units: a sphere as drawn, an event or a prime as a point. */
export interface Ball {
  readonly centre: readonly [number, number, number];
  readonly radius: number;
  /** Radius of the exact shell, for a sphere with children. */
  readonly shell: number | undefined;
}

/** Where the selection is now; undefined when it is not (or no longer) there. */
export function ballOf(
  { layout, places }: Pick<Stage, 'layout' | 'places'>,
  selection: Selection | undefined,
): Ball | undefined {
  if (!selection) return undefined;
  if (selection.kind === 'event') {
    const event = placedEvent(selection.n);
    return event && { centre: event.place, radius: 0, shell: undefined };
  }
  if (selection.kind === 'prime') {
    const prime = placedPrime(selection.k);
    return prime && { centre: prime.place, radius: 0, shell: undefined };
  }
  const { id } = selection;
  if (id < 0 || id >= layout.count) return undefined;
  const { now } = places;
  return {
    centre: [now[id * 4] ?? 0, now[id * 4 + 1] ?? 0, now[id * 4 + 2] ?? 0],
    radius: now[id * 4 + 3] ?? 0,
    shell: layout.leaves[id] === 1 ? undefined : layout.shells[id],
  };
}
