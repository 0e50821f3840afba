import { classColour } from '../../kit/class-palette.ts';
import { mapColour } from '../../kit/colour-maps.ts';
import type { Theme } from '../../kit/colour-maps.ts';
import type { Rgb } from '../../kit/colour.ts';
import { SCENE_PALETTES } from '../../kit/scene-palette.ts';
import type { ScenePalette } from '../../kit/scene-palette.ts';
import { shareOf } from '../../kit/value-scale.ts';
import type {
  ColourMapName,
  SphereColourName,
  ColourRange,
  ValueScale,
} from '../../../store/scene-look.ts';
import { evenShare, sphereColour } from './sphere-colour.ts';
import type { SphereLayout } from './sphere-layout.ts';
import { followedRange, isScaled, sphereValue } from './sphere-values.ts';
import { workerCount } from './sphere-rows.ts';
import type { SphereRows } from './sphere-rows.ts';

const NO_WORKER = 255;
const NO_GROUP = 255;

/** How spheres are coloured. */
export interface PaintChoice {
  readonly colour: SphereColourName;
  readonly scale: ValueScale;
  readonly map: ColourMapName;
  readonly theme: Theme;
}

/** What colours each sphere of one frame, and the range of the scale where there is one. */
export interface SpherePaint {
  readonly range: ColourRange | undefined;
  readonly of: (id: number) => Rgb;
}

/** The colouring of a frame; without one every sphere is at rest. */
export function paintSpheres(
  rows: SphereRows | undefined,
  layout: Pick<SphereLayout, 'leaves'>,
  { colour, scale, map, theme }: PaintChoice,
): SpherePaint {
  const palette = SCENE_PALETTES[theme];
  const rest = (id: number): Rgb => restColour(layout.leaves[id] === 1, palette);
  if (!rows) return { range: undefined, of: rest };
  if (isScaled(colour)) {
    const range = scale.range ?? followedRange(rows, colour);
    const colours = colourTable(map, theme);
    const of = (id: number): Rgb => {
      const value = sphereValue(rows, id, colour);
      if (Number.isNaN(value)) return rest(id);
      return colours[Math.round(shareOf(value, range, scale.log) * 255)] ?? rest(id);
    };
    return { range, of };
  }
  switch (colour) {
    case 'worker':
      return classes((id) => rows.worker(id), NO_WORKER, rest, theme);
    case 'group':
      return classes((id) => rows.group(id), NO_GROUP, rest, theme);
    case 'state': {
      const leaves = layout.leaves.reduce((sum, leaf) => sum + leaf, 0);
      const even = evenShare(workerCount(rows), leaves);
      const of = (id: number): Rgb =>
        sphereColour(
          {
            state: rows.state(id),
            leaf: layout.leaves[id] === 1,
            utilization: rows.utilization(id),
          },
          even,
          palette,
        );
      return { range: undefined, of };
    }
  }
}

function classes(
  classOf: (id: number) => number,
  none: number,
  rest: (id: number) => Rgb,
  theme: Theme,
): SpherePaint {
  const of = (id: number): Rgb => {
    const index = classOf(id);
    return index === none ? rest(id) : classColour(index, theme);
  };
  return { range: undefined, of };
}

function restColour(leaf: boolean, palette: ScenePalette): Rgb {
  return leaf ? palette.leaf : palette.parent;
}

const TABLES = new Map<string, readonly Rgb[]>();

/** The map's 256 colours, kept: painting allocates no colours. */
function colourTable(map: ColourMapName, theme: Theme): readonly Rgb[] {
  const key = `${map} ${theme}`;
  const known = TABLES.get(key);
  if (known) return known;
  const table = Array.from({ length: 256 }, (_, i) => mapColour(map, theme, i / 255));
  TABLES.set(key, table);
  return table;
}
