import type { SphereColourName, ColourRange } from '../../../store/scene-look.ts';
import type { SphereRows } from './sphere-rows.ts';

/** Colourings whose colours are places on a scale; the others name a state or a class. */
export type ScaledColour = 'load' | 'gradient' | 'loss' | 'steals' | 'queue';

const UNITS: Readonly<Record<ScaledColour, string>> = {
  load: 'share of its worker’s time',
  gradient: 'gradient norm',
  loss: 'nats',
  steals: 'items stolen',
  queue: 'waiting',
};

export function isScaled(colour: SphereColourName): colour is ScaledColour {
  return colour in UNITS;
}

/** What the numbers of the scale are. */
export function unitOf(colour: ScaledColour): string {
  return UNITS[colour];
}

/** The value that colours a sphere; NaN where the sphere has none (it is then drawn at rest). */
export function sphereValue(rows: SphereRows, id: number, colour: ScaledColour): number {
  switch (colour) {
    case 'load':
      return rows.utilization(id);
    case 'gradient':
      return positive(rows.gradientNorm(id));
    case 'loss':
      return positive(rows.lossNats(id));
    case 'steals':
      return rows.steals(id);
    case 'queue':
      return rows.queue(id);
  }
}

function positive(value: number): number {
  return Number.isFinite(value) && value > 0 ? value : NaN;
}

/**
 * Ends of the scale for these spheres: from 0 (loss: from the lowest) to the largest, each rounded outwards to 1, 2 or 5 times a power
 * of ten, so that the scale stands still while the values waver.
 */
export function followedRange(rows: SphereRows, colour: ScaledColour): ColourRange {
  if (colour === 'load') return { min: 0, max: 1 };
  let [low, high] = [Infinity, 0];
  for (let id = 0; id < rows.count; id += 1) {
    const value = sphereValue(rows, id, colour);
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const max = niceAbove(high);
  if (colour !== 'loss' || !(low < high)) return { min: 0, max };
  const step = niceAbove(high - low);
  return { min: Math.floor(low / step) * step, max: Math.ceil(high / step) * step };
}

/** The least of 1, 2 and 5 times a power of ten that is not below; 1 for what is not above 0. */
export function niceAbove(value: number): number {
  if (!(value > 0) || !Number.isFinite(value)) return 1;
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9);
  for (const factor of [1, 2, 5]) if (factor * power >= value * (1 - 1e-9)) return factor * power;
  return 10 * power;
}

/** Work of each sphere and all below it as a share of the most of its level: area 1 for the most, a tenth for none. */
export function workSizes(
  rows: SphereRows,
  parents: Int32Array,
  levels: Uint8Array,
): Float32Array<ArrayBuffer> {
  const work = new Float64Array(rows.count);
  for (let id = rows.count - 1; id >= 0; id -= 1) {
    work[id] = (work[id] ?? 0) + rows.microBatches(id);
    const parent = parents[id] ?? -1;
    if (parent >= 0 && parent < id) work[parent] = (work[parent] ?? 0) + (work[id] ?? 0);
  }
  const most = new Float64Array(256);
  for (let id = 0; id < rows.count; id += 1) {
    const level = levels[id] ?? 0;
    most[level] = Math.max(most[level] ?? 0, work[id] ?? 0);
  }
  return Float32Array.from(work, (done, id) => {
    const all = most[levels[id] ?? 0] ?? 0;
    return all > 0 ? Math.sqrt(0.1 + 0.9 * (done / all)) : 1;
  });
}
