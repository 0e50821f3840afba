import { SEGMENT_FLOATS } from '../../kit/thin-lines.ts';
import { RING } from '../events/event-layout.ts';

/** Where the hours' names stand: outside the ring, at the height of its floor. */
export const LABEL_REACH = RING.outer + 0.17;
const TICK = { from: RING.outer + 0.015, to: RING.outer + 0.07 } as const;
const MINUTE_TO = RING.outer + 0.04;
const STEPS = 180;
const CIRCLE_STRENGTH = 0.5;

/** Names of the twelve hours, clockwise from the top of the clock. */
export const HOURS = [12, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] as const;

/** Point on the ring's plane: clockwise from 12 o'clock at -z, as seen from above. */
export function onRing(thetaRad: number, reach: number): readonly [number, number, number] {
  return [reach * Math.sin(thetaRad), RING.floor, -reach * Math.cos(thetaRad)];
}

/** Centre of hour `index`'s name (0: 12 o'clock). */
export function hourPlace(index: number): readonly [number, number, number] {
  return onRing((index * Math.PI) / 6, LABEL_REACH);
}

/** The ring's two edges as circles, a tick for each hour and a shorter one for every five minutes of theta between. */
export function layoutClock(): Float32Array {
  const segments: number[] = [];
  const line = (from: readonly number[], to: readonly number[], strength: number): number =>
    segments.push(...from, ...to, strength);
  for (const reach of [RING.inner, RING.outer]) {
    for (let step = 0; step < STEPS; step += 1) {
      const angle = (at: number): number => (at * 2 * Math.PI) / STEPS;
      line(onRing(angle(step), reach), onRing(angle(step + 1), reach), CIRCLE_STRENGTH);
    }
  }
  for (let minute = 0; minute < 60; minute += 1) {
    const theta = (minute * Math.PI) / 30;
    const hour = minute % 5 === 0;
    line(onRing(theta, TICK.from), onRing(theta, hour ? TICK.to : MINUTE_TO), hour ? 1 : 0.4);
  }
  return Float32Array.from(segments);
}

export const CLOCK_SEGMENTS = 2 * STEPS + 60;
export const CLOCK_FLOATS = CLOCK_SEGMENTS * SEGMENT_FLOATS;
