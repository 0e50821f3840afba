import { SEGMENT_FLOATS } from '../../kit/thin-lines.ts';
import type { ViewState } from '../../../store/view-slice.ts';
import { RING } from '../events/event-layout.ts';
import { LATTICE } from '../lattice/lattice-layout.ts';

/** How far outside the clock the hours' names stand; further where tokens are named between. */
const LABEL_GAP = { alone: 0.17, beyondTokens: 0.3 } as const;
/** Where they stand around the ring of events, at the height of its floor. */
export const LABEL_REACH = RING.outer + LABEL_GAP.alone;
const TICK = { from: 0.015, to: 0.07, minuteTo: 0.04 } as const;
/** The clock's radius without events: close around the spheres and the primes. */
const CLOSE_REACH = LATTICE.outer + 0.06;
const STEPS = 180;
const CIRCLE_STRENGTH = 0.5;

/** Names of the twelve hours, clockwise from the top of the clock. */
export const HOURS = [12, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] as const;

/** Point on the ring's plane: clockwise from 12 o'clock at -z, as seen from above. */
export function onRing(thetaRad: number, reach: number): readonly [number, number, number] {
  return [reach * Math.sin(thetaRad), RING.floor, -reach * Math.cos(thetaRad)];
}

/** The clock's radius: the ring of events', or close around what is shown without them. */
export function clockReach({ layers }: Pick<ViewState, 'layers'>): number {
  return layers.events || !(layers.spheres || layers.lattice) ? RING.outer : CLOSE_REACH;
}

/** The share of the clock that is there: of the fold alone, which lays all four quarters over the first, only that one. */
export function clockTurns({ layers, look }: Pick<ViewState, 'layers' | 'look'>): number {
  const alone = layers.lattice && !layers.spheres && !layers.events;
  return alone && look.lattice.layout === 'fold' ? 0.25 : 1;
}

/** Where the hours' names stand. */
export function labelReach(view: Pick<ViewState, 'layers' | 'look'>): number {
  const tokens = view.layers.events && view.look.events.layout === 'spokes';
  return clockReach(view) + (tokens ? LABEL_GAP.beyondTokens : LABEL_GAP.alone);
}

/** Centre of hour `index`'s name (0: 12 o'clock). */
export function hourPlace(index: number, reach = LABEL_REACH): readonly [number, number, number] {
  return onRing((index * Math.PI) / 6, reach);
}

/** The clock's edge, with events the ring's inner one too, a tick for each hour and a shorter one for every minute of theta between. */
export function layoutClock(outer: number = RING.outer, turns = 1): Float32Array {
  const edges = outer === RING.outer ? [RING.inner, outer] : [outer];
  const segments: number[] = [];
  const line = (from: readonly number[], to: readonly number[], strength: number): number =>
    segments.push(...from, ...to, strength);
  for (const reach of edges) {
    for (let step = 0; step < STEPS * turns; step += 1) {
      const angle = (at: number): number => (at * 2 * Math.PI) / STEPS;
      line(onRing(angle(step), reach), onRing(angle(step + 1), reach), CIRCLE_STRENGTH);
    }
  }
  for (let minute = 0; minute <= 60 * turns && minute < 60; minute += 1) {
    const theta = (minute * Math.PI) / 30;
    const hour = minute % 5 === 0;
    const to = outer + (hour ? TICK.to : TICK.minuteTo);
    line(onRing(theta, outer + TICK.from), onRing(theta, to), hour ? 1 : 0.4);
  }
  return Float32Array.from(segments);
}

export const CLOCK_SEGMENTS = 2 * STEPS + 60;
export const CLOCK_FLOATS = CLOCK_SEGMENTS * SEGMENT_FLOATS;
