import type { MapName } from '../../kit/colour-maps.ts';
import type { ColourMapName, ColourRange, LatticeColourName } from '../../../store/scene-look.ts';

/** Order of the colourings in the shader. */
export const LATTICE_COLOUR_CODES: Readonly<Record<LatticeColourName, number>> = {
  group: 0,
  theta: 1,
  psi: 2,
  index: 3,
};

/** Angles go round a cyclic map, the signed term of Plimpton's table has a diverging one. */
export function latticeMap(colour: LatticeColourName, map: ColourMapName): MapName {
  if (colour === 'theta') return 'romaO';
  return colour === 'psi' ? 'vik' : map;
}

/** Ends of the scale; none where colours are classes. */
export function latticeRange(colour: LatticeColourName, count: number): ColourRange | undefined {
  switch (colour) {
    case 'group':
      return undefined;
    case 'theta':
      return { min: 0, max: 2 * Math.PI };
    case 'psi':
      return { min: -Math.PI, max: Math.PI };
    case 'index':
      return { min: 1, max: count };
  }
}
