import type { ColourRange, ValueScale } from '../../store/scene-look.ts';

/** How far below its largest value a logarithmic scale reaches when the range follows data that touch 0. */
const LOG_DECADES = 4;

/** Place of a value on a scale, 0..1; what is no number counts as the top, as trouble should show. */
export function shareOf(value: number, range: ColourRange, log: boolean): number {
  return scaleOf(range, log)(value);
}

/** The same for many values of one scale: what the ends need is done once. */
export function scaleOf(range: ColourRange, log: boolean): (value: number) => number {
  const { min, max } = log ? logRange(range) : range;
  const [low, high] = log ? [Math.log(min), Math.log(max)] : [min, max];
  if (!(high > low)) return (value) => (value <= max ? 0 : 1);
  return (value) => {
    const at = log ? Math.log(value > min ? value : min) : value;
    const share = (at - low) / (high - low);
    return share <= 0 ? 0 : share < 1 ? share : 1;
  };
}

/** The range that a logarithmic scale shows: above 0, at most LOG_DECADES where the data reach down to 0. */
export function logRange({ min, max }: ColourRange): ColourRange {
  const top = max > 0 ? max : 1;
  return { min: min > 0 ? min : top / 10 ** LOG_DECADES, max: top };
}

/** The locked range, else one that holds the values: from `floor` (or their least) to their largest finite one. */
export function rangeOf(
  scale: ValueScale,
  values: Iterable<number>,
  floor: number | undefined,
): ColourRange {
  if (scale.range) return scale.range;
  let [min, max] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (floor !== undefined) min = floor;
  if (!(max > min)) max = Number.isFinite(min) ? min + 1 : 1;
  return { min: Number.isFinite(min) ? min : 0, max };
}
