import type {
  ColourMapName,
  EventColourName,
  EventLayoutName,
  LatticeColourName,
  LatticeLayoutName,
  SphereColourName,
  SphereLayoutName,
  SphereSizeName,
  ThetaTerm,
} from '../../store/scene-look.ts';

type Words<T extends string> = Readonly<Record<T, string>>;

/** Names as the window says them. */
export const SPHERE_LAYOUT_WORDS: Words<SphereLayoutName> = {
  packed: 'Packed',
  icosahedral: 'Icosahedral',
  clock: 'Flat clock',
};
export const SPHERE_COLOUR_WORDS: Words<SphereColourName> = {
  state: 'State',
  load: 'Load',
  gradient: 'Gradient norm',
  loss: 'Loss',
  steals: 'Stolen items',
  queue: 'Queue',
  worker: 'Worker',
  node: 'Memory node',
  group: 'Group',
};
export const SPHERE_SIZE_WORDS: Words<SphereSizeName> = { level: 'Level', work: 'Work done' };
export const EVENT_LAYOUT_WORDS: Words<EventLayoutName> = {
  ring: 'Ring',
  cylinder: 'Cylinder',
  sphere: 'Sphere',
  spokes: 'Spokes',
};
export const EVENT_COLOUR_WORDS: Words<EventColourName> = {
  loss: 'Loss',
  group: 'Group',
  sphere: 'Leaf sphere',
  class: 'Kind of token',
  age: 'Age',
};
export const LATTICE_LAYOUT_WORDS: Words<LatticeLayoutName> = {
  rings: 'Rings',
  spiral: 'Spiral',
  rays: 'Rays',
  fold: 'Fold',
  sphere: 'Sphere',
};
export const LATTICE_COLOUR_WORDS: Words<LatticeColourName> = {
  group: 'Group, p mod 12',
  theta: 'θ',
  psi: 'ψ, Plimpton term',
  index: 'Index k',
};
export const MAP_WORDS: Words<ColourMapName> = {
  cividis: 'cividis',
  viridis: 'viridis',
  batlow: 'batlow',
};
export const TERM_WORDS: Words<ThetaTerm> = {
  spiral: 'kπ(1+√5)',
  index: '(n−1)·2π/12 ln 3',
  phonetic: 'log₃ ν(λ)',
  omega: 'ω(p)',
  psi: 'ψ(p)',
};

/** Options of a choice, in the words' order. */
export function optionsOf<T extends string>(
  words: Words<T>,
): readonly { readonly value: T; readonly text: string }[] {
  return (Object.keys(words) as T[]).map((value) => ({ value, text: words[value] }));
}
