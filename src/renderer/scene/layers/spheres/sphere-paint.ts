import { CLASSES, classColours } from '../../kit/class-palette.ts';
import { mapColour } from '../../kit/colour-maps.ts';
import type { Theme } from '../../kit/colour-maps.ts';
import { packRgb } from '../../kit/colour.ts';
import type { PackedRgb } from '../../kit/colour.ts';
import { SCENE_PALETTES } from '../../kit/scene-palette.ts';
import { SPHERE_STATES } from '../../../../shared/frames/sphere-frame.ts';
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
import type { SphereRows } from './sphere-rows.ts';

const NO_WORKER = 255;
const NO_GROUP = 255;
const NO_NODE = -1;

/** How spheres are coloured. */
export interface PaintChoice {
  readonly colour: SphereColourName;
  readonly scale: ValueScale;
  readonly map: ColourMapName;
  readonly theme: Theme;
  /** Workers that own a sphere in the frame, at least 1. */
  readonly workers: number;
  /** Memory node of each worker; -1: none. */
  readonly nodes?: readonly number[];
}

/** What colours each sphere of one frame, and the range of the scale where there is one. */
export interface SpherePaint {
  readonly range: ColourRange | undefined;
  readonly of: (id: number) => PackedRgb;
}

/** The colouring of a frame; without one every sphere is at rest. */
export function paintSpheres(
  rows: SphereRows | undefined,
  layout: Pick<SphereLayout, 'leaves'>,
  { colour, scale, map, theme, workers, nodes = [] }: PaintChoice,
): SpherePaint {
  const palette = SCENE_PALETTES[theme];
  const [parent, leaf] = [packRgb(palette.parent), packRgb(palette.leaf)];
  const rest = (id: number): PackedRgb => (layout.leaves[id] === 1 ? leaf : parent);
  if (!rows) return { range: undefined, of: rest };
  if (isScaled(colour)) {
    const range = scale.range ?? followedRange(rows, colour);
    const colours = mapTable(map, theme);
    const of = (id: number): PackedRgb => {
      const value = sphereValue(rows, id, colour);
      if (Number.isNaN(value)) return rest(id);
      return colours[Math.round(shareOf(value, range, scale.log) * 255)] ?? rest(id);
    };
    return { range, of };
  }
  switch (colour) {
    case 'worker':
      return classes((id) => rows.worker(id), NO_WORKER, rest, theme);
    case 'node':
      return classes((id) => nodes[rows.worker(id)] ?? NO_NODE, NO_NODE, rest, theme);
    case 'group':
      return classes((id) => rows.group(id), NO_GROUP, rest, theme);
    case 'state':
      return { range: undefined, of: states(rows, layout.leaves, workers, theme) };
  }
}

/** Shares of computing that have a colour of their own. */
const SHARES = 256;

function states(
  rows: SphereRows,
  leaves: Uint8Array,
  workers: number,
  theme: Theme,
): (id: number) => PackedRgb {
  let leafCount = 0;
  for (const leaf of leaves) leafCount += leaf;
  const full = SHARES / evenShare(workers, leafCount);
  const table = stateTable(theme);
  return (id) => {
    const kind = rows.stateCode(id) * 2 + (leaves[id] ?? 0);
    // computeShare, in steps: called for every sphere of every frame.
    const steps = rows.utilization(id) * full;
    const share = steps > 0 ? (steps < SHARES ? (steps + 0.5) | 0 : SHARES) : 0;
    return table[kind * (SHARES + 1) + share] ?? 0;
  };
}

function classes(
  classOf: (id: number) => number,
  none: number,
  rest: (id: number) => PackedRgb,
  theme: Theme,
): SpherePaint {
  const colours = classColours(theme).map(packRgb);
  const of = (id: number): PackedRgb => {
    const index = classOf(id);
    return index === none ? rest(id) : (colours[index % CLASSES] ?? 0);
  };
  return { range: undefined, of };
}

const TABLES = new Map<string, Uint32Array>();

function tableOf(key: string, make: () => readonly PackedRgb[]): Uint32Array {
  const table = TABLES.get(key) ?? Uint32Array.from(make());
  TABLES.set(key, table);
  return table;
}

/** Colours of every state, of parents and leaves, by their share of computing; kept: painting allocates no colours. */
function stateTable(theme: Theme): Uint32Array {
  const palette = SCENE_PALETTES[theme];
  return tableOf(theme, () =>
    SPHERE_STATES.flatMap((state) =>
      [false, true].flatMap((leaf) =>
        Array.from({ length: SHARES + 1 }, (_, share) =>
          packRgb(sphereColour({ state, leaf, utilization: share / SHARES }, 1, palette)),
        ),
      ),
    ),
  );
}

/** The map's 256 colours, kept likewise. */
function mapTable(map: ColourMapName, theme: Theme): Uint32Array {
  return tableOf(`${map} ${theme}`, () =>
    Array.from({ length: 256 }, (_, i) => packRgb(mapColour(map, theme, i / 255))),
  );
}
