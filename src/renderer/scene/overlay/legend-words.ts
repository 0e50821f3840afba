import type {
  ColourRange,
  EventLayoutName,
  LatticeColourName,
  LatticeLayoutName,
} from '../../store/scene-look.ts';
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

const PRIME = 'Each dot is a prime. ';

/** What the places of the primes mean, by layout. */
export const LATTICE_LEGEND_TITLES: Readonly<Record<LatticeLayoutName, string>> = {
  rings: `${PRIME}By its index k: rings of 12, 60, 60 and 100, all later ones in rounds of 1,000, which share the outermost ring’s width. Theta shows by colour only.`,
  spiral: `${PRIME}Angle: theta. Distance from the axis: its index, equal areas for equal counts.`,
  rays: `${PRIME}Ray: p mod 12, 0 at 12 o’clock; within a ray: theta. Distance from the axis: its index.`,
  fold: `${PRIME}The quadrants of theta laid over the first, one sheet each, the first on top. Distance from the axis: its index.`,
  sphere: `${PRIME}Angle: theta, by the inverse stereographic projection. Height: its index, from the bottom up.`,
};

/** Ends of the lattice's scales; the last index is the number of primes shown. */
export const LATTICE_SCALES: Readonly<
  Record<
    Exclude<LatticeColourName, 'group'>,
    { readonly low: string; readonly high: string; readonly unit: string }
  >
> = {
  theta: { low: '0', high: '2π', unit: 'θ' },
  psi: { low: '−π', high: 'π', unit: 'ψ' },
  index: { low: '1', high: '', unit: 'index k' },
};
