/** How the scene shows what it shows: plain data, so that a view can be stored as JSON and opened again. */

/** `packed`: exact face-centred cubic nesting. `clock`: flat, twelve to a ring. */
export const SPHERE_LAYOUTS = ['packed', 'icosahedral', 'clock'] as const;
export type SphereLayoutName = (typeof SPHERE_LAYOUTS)[number];

export const SPHERE_COLOURS = [
  'state',
  'load',
  'gradient',
  'loss',
  'steals',
  'queue',
  'worker',
  'node',
  'group',
] as const;
export type SphereColourName = (typeof SPHERE_COLOURS)[number];

/** `work`: by the micro-batches computed, a parent by those of its subtree. */
export const SPHERE_SIZES = ['level', 'work'] as const;
export type SphereSizeName = (typeof SPHERE_SIZES)[number];

/** `spokes`: the angle is that of the token's own prime, so that each token is a ray. */
export const EVENT_LAYOUTS = ['ring', 'cylinder', 'sphere', 'spokes'] as const;
export type EventLayoutName = (typeof EVENT_LAYOUTS)[number];

export const EVENT_COLOURS = ['loss', 'group', 'sphere', 'class', 'age'] as const;
export type EventColourName = (typeof EVENT_COLOURS)[number];

/** `fold`: the four quadrants laid over the first. `sphere`: the inverse of the stereographic projection. */
export const LATTICE_LAYOUTS = ['rings', 'spiral', 'rays', 'fold', 'sphere'] as const;
export type LatticeLayoutName = (typeof LATTICE_LAYOUTS)[number];

export const LATTICE_COLOURS = ['group', 'theta', 'psi', 'index'] as const;
export type LatticeColourName = (typeof LATTICE_COLOURS)[number];

/** The five terms of theta, in the formula's order. */
export const THETA_TERMS = ['spiral', 'index', 'phonetic', 'omega', 'psi'] as const;
export type ThetaTerm = (typeof THETA_TERMS)[number];

/** Maps for values that only grow; signed values and angles have maps of their own. */
export const COLOUR_MAPS = ['cividis', 'viridis', 'batlow'] as const;
export type ColourMapName = (typeof COLOUR_MAPS)[number];

/** Both ends included, min < max. */
export interface ColourRange {
  readonly min: number;
  readonly max: number;
}

/** How values become places on a colour map. */
export interface ValueScale {
  /** Absent: the range follows the data. */
  readonly range?: ColourRange;
  readonly log: boolean;
}

export interface SphereLook extends ValueScale {
  readonly layout: SphereLayoutName;
  readonly colour: SphereColourName;
  readonly size: SphereSizeName;
  /** Whether siblings that touch are joined by lines too. */
  readonly siblings: boolean;
  /** Levels below the root that are drawn. */
  readonly levels: number;
  /** Spheres whose subtrees are closed, ascending. */
  readonly collapsed: readonly number[];
}

export interface EventLook extends ValueScale {
  readonly layout: EventLayoutName;
  readonly colour: EventColourName;
  /** Whether the region within 100 of the boundary and its crossings, brackets and twins are marked. */
  readonly region: boolean;
}

export interface LatticeLook {
  readonly layout: LatticeLayoutName;
  readonly colour: LatticeColourName;
  /** How many primes are drawn: k runs from 1 to this. */
  readonly primes: number;
  /** Dimension n of theta, at least 1. */
  readonly dimension: number;
  /** Wavelength lambda of theta, metres. */
  readonly wavelength: number;
  readonly terms: Readonly<Record<ThetaTerm, boolean>>;
}

export interface SceneLook {
  readonly map: ColourMapName;
  readonly spheres: SphereLook;
  readonly events: EventLook;
  readonly lattice: LatticeLook;
}

/** Levels below the root of the deepest tree. */
export const DEEPEST_LEVEL = 4;

export const FIRST_LOOK: SceneLook = {
  map: 'cividis',
  spheres: {
    layout: 'packed',
    colour: 'state',
    size: 'level',
    siblings: false,
    levels: DEEPEST_LEVEL,
    collapsed: [],
    log: false,
  },
  events: { layout: 'ring', colour: 'loss', region: true, log: false },
  lattice: {
    layout: 'rings',
    colour: 'group',
    primes: 232,
    dimension: 1,
    wavelength: 0.343,
    terms: { spiral: true, index: true, phonetic: true, omega: true, psi: true },
  },
};
