import { latticeTheta, primeLattice } from '../../../store/lattice-table.ts';
import { useView } from '../../../store/view-slice.ts';
import type { ViewState } from '../../../store/view-slice.ts';
import { LATTICE_FLOORS, latticePoint } from './lattice-layout.ts';
import type { Point } from './lattice-layout.ts';

/** A prime that is drawn, with where. */
export interface PlacedPrime {
  readonly p: number;
  readonly k: number;
  readonly group: number;
  /** By the terms that are on, radians in [0, 2 pi). */
  readonly theta: number;
  readonly place: Point;
}

/** Height of the flat layouts in a view. */
export function latticeFloor({ layers }: Pick<ViewState, 'layers'>): number {
  return layers.spheres ? LATTICE_FLOORS.beneath : LATTICE_FLOORS.free;
}

/** The k-th prime; undefined when it is not drawn. */
export function placedPrime(k: number): PlacedPrime | undefined {
  const view = useView.getState();
  const { table } = primeLattice;
  const { layout, primes, terms } = view.look.lattice;
  if (!table || !view.layers.lattice || k < 1 || k > Math.min(primes, table.count))
    return undefined;
  const place = table.places[k - 1] ?? 0;
  const theta = latticeTheta(k - 1, terms);
  const prime = { k, count: Math.min(primes, table.count), thetaRad: theta, place };
  return {
    ...{ p: table.primes[k - 1] ?? 0, k, theta, group: place >>> 24 },
    place: latticePoint(layout, prime, latticeFloor(view)),
  };
}
