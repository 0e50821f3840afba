import type { ColourRange, EventLayoutName } from '../../store/scene-look.ts';
import { logRange } from '../kit/value-scale.ts';

/** The two ends of a scale as figures; dashes while nothing is measured. */
export function scaleEnds(range: ColourRange | undefined, log: boolean): readonly [string, string] {
  if (!range) return ['–', '–'];
  const { min, max } = log ? logRange(range) : range;
  return [figure(min), figure(max)];
}

function figure(value: number): string {
  if (value === 0) return '0';
  const small = Math.abs(value) < 0.001 || Math.abs(value) >= 100_000;
  return small ? value.toExponential(1) : String(Number(value.toPrecision(3)));
}

const DOT = 'Each dot is a trained token. ';

/** What the places of the dots mean, by layout. */
export const EVENT_LEGEND_TITLES: Readonly<Record<EventLayoutName, string>> = {
  ring: `${DOT}Angle: theta. Distance from the axis: its index within the shell; the rim is the boundary 144,000. Height: loss. Older dots fade.`,
  cylinder: `${DOT}Angle: theta. Height: its index within the shell; the boundary 144,000 is the top. Distance from the axis: loss. Older dots fade.`,
  sphere: `${DOT}Angle: theta. Height: its index within the shell, from the bottom to the boundary 144,000 at the top. Distance from the centre: loss. Older dots fade.`,
  spokes: `${DOT}Angle: theta of the token’s own prime, one ray a token. Distance from the axis: its index within the shell. Height: loss. Older dots fade.`,
};
