import { CLASSES, classColours } from '../../kit/class-palette.ts';
import { mapColour } from '../../kit/colour-maps.ts';
import type { Theme } from '../../kit/colour-maps.ts';
import { packRgb } from '../../kit/colour.ts';
import type { PackedRgb } from '../../kit/colour.ts';
import { SCENE_PALETTES } from '../../kit/scene-palette.ts';
import { SPHERE_STATES, SPHERE_STRIDE } from '../../../../shared/frames/sphere-frame.ts';
import { scaleOf } from '../../kit/value-scale.ts';
import type {
  ColourMapName,
  SphereColourName,
  ColourRange,
  ValueScale,
} from '../../../store/scene-look.ts';
import { evenShare, sphereColour } from './sphere-colour.ts';
import type { SphereLayout } from './sphere-layout.ts';
import { followedRange, isScaled, sphereValue } from './sphere-values.ts';
import { ROW_WORDS, SPHERE_AT } from './sphere-rows.ts';
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
  /** Writes the packed colour of every sphere of the layout. One plain loop: it runs with every frame. */
  readonly into: (colours: Int32Array) => void;
}

type Leaves = Pick<SphereLayout, 'count' | 'leaves'>;

/** The colouring of a frame; without one every sphere is at rest. */
export function paintSpheres(
  rows: SphereRows | undefined,
  layout: Leaves,
  choice: PaintChoice,
): SpherePaint {
  const { colour, scale, theme, nodes = [] } = choice;
  const rest = restOf(layout, theme);
  if (!rows) return { range: undefined, into: each(layout, rest) };
  if (isScaled(colour)) {
    const range = scale.range ?? followedRange(rows, colour);
    const colours = mapTable(choice.map, theme);
    const share = scaleOf(range, scale.log);
    const of = (id: number): PackedRgb => {
      const value = sphereValue(rows, id, colour);
      return Number.isNaN(value) ? rest(id) : (colours[(share(value) * 255 + 0.5) | 0] ?? 0);
    };
    return { range, into: each(layout, of) };
  }
  const classes = (classOf: (id: number) => number, none: number): SpherePaint => ({
    range: undefined,
    into: each(layout, classPaint(classOf, none, rest, theme)),
  });
  switch (colour) {
    case 'worker':
      return classes((id) => rows.worker(id), NO_WORKER);
    case 'node':
      return classes((id) => nodes[rows.worker(id)] ?? NO_NODE, NO_NODE);
    case 'group':
      return classes((id) => rows.group(id), NO_GROUP);
    case 'state': {
      const full = SHARES / evenShare(choice.workers, leafCount(layout));
      const table = stateTable(theme);
      const into: SpherePaint['into'] = (colours) =>
        paintStates(colours, rows, layout, full, table);
      return { range: undefined, into };
    }
  }
}

function each({ count }: Leaves, of: (id: number) => PackedRgb): SpherePaint['into'] {
  return (colours) => {
    for (let id = 0; id < count; id += 1) colours[id] = of(id);
  };
}

function restOf({ leaves }: Leaves, theme: Theme): (id: number) => PackedRgb {
  const palette = SCENE_PALETTES[theme];
  const [parent, leaf] = [packRgb(palette.parent), packRgb(palette.leaf)];
  return (id) => (leaves[id] === 1 ? leaf : parent);
}

/** Shares of computing that have a colour of their own. */
const SHARES = 256;

/** A function of its own, not a closure made for each frame, so that the engine keeps it compiled; likewise the next. */
function paintStates(
  colours: Int32Array,
  { bytes, floats }: SphereRows,
  { count, leaves }: Leaves,
  full: number,
  table: Int32Array,
): void {
  const { state, utilization } = SPHERE_AT;
  for (let id = 0; id < count; id += 1) {
    const kind = (bytes[id * SPHERE_STRIDE + state] ?? 0) * 2 + (leaves[id] ?? 0);
    // computeShare, in steps.
    const steps = ((floats[id * ROW_WORDS + utilization] ?? 0) * full + 0.5) | 0;
    colours[id] = table[kind * (SHARES + 1) + Math.max(0, Math.min(SHARES, steps))] ?? 0;
  }
}

function leafCount({ count, leaves }: Leaves): number {
  let sum = 0;
  for (let id = 0; id < count; id += 1) sum += leaves[id] ?? 0;
  return sum;
}

function classPaint(
  classOf: (id: number) => number,
  none: number,
  rest: (id: number) => PackedRgb,
  theme: Theme,
): (id: number) => PackedRgb {
  const colours = classColours(theme).map(packRgb);
  return (id) => {
    const index = classOf(id);
    return index === none ? rest(id) : (colours[index % CLASSES] ?? 0);
  };
}

const TABLES = new Map<string, Int32Array>();

function tableOf(key: string, make: () => readonly PackedRgb[]): Int32Array {
  const table = TABLES.get(key) ?? Int32Array.from(make());
  TABLES.set(key, table);
  return table;
}

/** Colours of every state, of parents and leaves, by their share of computing; kept: painting allocates no colours. */
function stateTable(theme: Theme): Int32Array {
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
function mapTable(map: ColourMapName, theme: Theme): Int32Array {
  return tableOf(`${map} ${theme}`, () =>
    Array.from({ length: 256 }, (_, i) => packRgb(mapColour(map, theme, i / 255))),
  );
}
