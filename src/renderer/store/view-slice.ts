import { create } from 'zustand';

/** Things the scene draws that can be switched. */
export const LAYER_NAMES = ['spheres', 'links', 'events', 'clock'] as const;
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
}

export interface ViewState {
  readonly layers: Readonly<Record<LayerName, boolean>>;
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
  layers: { spheres: true, links: true, events: true, clock: true },
  themeChoice: 'system',
  theme: 'dark',
  reducedMotion: false,
  figuresVisible: true,
  figures: undefined,
  setupOpen: false,
  frameAllRequests: 0,
}));

export function toggleLayer(name: LayerName): void {
  useView.setState(({ layers }) => ({ layers: { ...layers, [name]: !layers[name] } }));
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
