import { create } from 'zustand';
import { FIRST_LOOK } from './scene-look.ts';
import type { EventLook, LatticeLook, SceneLook, SphereLook, ColourRange } from './scene-look.ts';

/** Things the scene draws that can be switched. */
export const LAYER_NAMES = ['spheres', 'links', 'messages', 'events', 'clock', 'lattice'] as const;
export type LayerName = (typeof LAYER_NAMES)[number];
export type ThemeChoice = 'system' | 'dark' | 'light';

/** Figures that the scene measures about itself, about twice a second. */
export interface SceneFigures {
  readonly spheres: number;
  readonly events: number;
  readonly drawCalls: number;
  readonly framesPerSecond: number;
  /** JavaScript a frame, in milliseconds. */
  readonly jsMs: number;
  /** GL renderer's own name. */
  readonly renderer: string;
  /** Values at the two ends of the colour maps as drawn now; absent where a layer's colours are no scale. */
  readonly ranges: Readonly<Record<'spheres' | 'events', ColourRange | undefined>>;
}

export interface ViewState {
  readonly layers: Readonly<Record<LayerName, boolean>>;
  readonly look: SceneLook;
  readonly themeChoice: ThemeChoice;
  /** The theme shown: the choice, or the system's. */
  readonly theme: 'dark' | 'light';
  readonly reducedMotion: boolean;
  readonly figuresVisible: boolean;
  readonly figures: SceneFigures | undefined;
  /** Whether the form of the next run is shown although a run that has ended could be. */
  readonly setupOpen: boolean;
  /** Raised when the user asks the scene to frame everything again. */
  readonly frameAllRequests: number;
}

/** How things are shown: layers, theme, motion, the scene's own figures. */
export const useView = create<ViewState>(() => ({
  layers: {
    ...{ spheres: true, links: true, messages: true },
    ...{ events: true, clock: true, lattice: false },
  },
  look: FIRST_LOOK,
  themeChoice: 'system',
  theme: 'dark',
  reducedMotion: false,
  figuresVisible: true,
  figures: undefined,
  setupOpen: false,
  frameAllRequests: 0,
}));

/** The middle of the stage belongs to one thing: primes take the spheres' place when they come, and give it back when they go. */
export function toggleLayer(name: LayerName): void {
  useView.setState(({ layers }) => {
    const next = { ...layers, [name]: !layers[name] };
    return { layers: name === 'lattice' ? { ...next, spheres: !next.lattice } : next };
  });
}

/** Replaces the whole look: a stored view is opened. */
export function setLook(look: SceneLook): void {
  useView.setState({ look });
}

export function setColourMap(map: SceneLook['map']): void {
  useView.setState(({ look }) => ({ look: { ...look, map } }));
}

/** A value scale belongs to one colouring: another one starts with a free, linear range. */
export function setSphereLook(changes: Partial<SphereLook>): void {
  useView.setState(({ look }) => ({
    look: { ...look, spheres: { ...freed(look.spheres, changes), ...changes } },
  }));
}

export function setEventLook(changes: Partial<EventLook>): void {
  useView.setState(({ look }) => ({
    look: { ...look, events: { ...freed(look.events, changes), ...changes } },
  }));
}

export function setLatticeLook(changes: Partial<LatticeLook>): void {
  useView.setState(({ look }) => ({ look: { ...look, lattice: { ...look.lattice, ...changes } } }));
}

/** Lets the range of a layer's colours follow the data again (no range), or holds it. */
export function setValueRange(layer: 'spheres' | 'events', range?: ColourRange): void {
  useView.setState(({ look }) => ({
    look: { ...look, [layer]: range ? { ...look[layer], range } : withoutRange(look[layer]) },
  }));
}

/** Closes a sphere's subtree, or opens it. */
export function toggleCollapsed(id: number): void {
  const { collapsed } = useView.getState().look.spheres;
  const without = collapsed.filter((other) => other !== id);
  const next = without.length < collapsed.length ? without : [...collapsed, id];
  setSphereLook({ collapsed: next.sort((a, b) => a - b) });
}

function freed<T extends SphereLook | EventLook>(
  look: T,
  changes: { readonly colour?: string },
): T {
  if (changes.colour === undefined || changes.colour === look.colour) return look;
  return { ...withoutRange(look), log: false };
}

function withoutRange<T extends SphereLook | EventLook>(look: T): T {
  const free = { ...look };
  delete (free as { range?: ColourRange }).range;
  return free;
}

export function setFigures(figures: SceneFigures): void {
  useView.setState({ figures });
}

export function toggleFigures(): void {
  useView.setState(({ figuresVisible }) => ({ figuresVisible: !figuresVisible }));
}

export function requestFrameAll(): void {
  useView.setState(({ frameAllRequests }) => ({ frameAllRequests: frameAllRequests + 1 }));
}

export function setSetupOpen(setupOpen: boolean): void {
  useView.setState({ setupOpen });
}

export function setThemeChoice(themeChoice: ThemeChoice): void {
  useView.setState({ themeChoice });
}

/** What the system asks for, and what is therefore shown. */
export function setSystemView(system: { dark: boolean; reducedMotion: boolean }): void {
  useView.setState(({ themeChoice }) => ({
    theme: themeChoice === 'system' ? (system.dark ? 'dark' : 'light') : themeChoice,
    reducedMotion: system.reducedMotion,
  }));
}
