import { create } from 'zustand';

/** What a drag with the first button does on the stage. */
export const TOOLS = ['turn', 'box', 'lasso'] as const;
export type Tool = (typeof TOOLS)[number];

/** Whose mouse the stage follows. */
export const MOUSE_PRESETS = ['molstar', 'blender', 'trackpad'] as const;
export type MousePreset = (typeof MOUSE_PRESETS)[number];

/** A place on the stage in CSS pixels. */
export interface StagePlace {
  readonly x: number;
  readonly y: number;
}

/** What is being drawn around things, while the pointer is down. */
export interface DrawnRegion {
  readonly shape: 'box' | 'lasso';
  /** A box: two opposite corners. A lasso: its way, closed by itself. */
  readonly points: readonly StagePlace[];
}

export interface ToolState {
  readonly tool: Tool;
  readonly preset: MousePreset;
  readonly region: DrawnRegion | undefined;
  /** The stage turns by itself; it does not where motion is reduced. */
  readonly turntable: boolean;
  /** Panels beside the stage. */
  readonly outlineOpen: boolean;
  readonly filtersOpen: boolean;
  /** Raised to bring the caret into the expression's field. */
  readonly expressionRequests: number;
}

/** How the stage is worked with. */
export const useTools = create<ToolState>(() => ({
  tool: 'turn',
  preset: 'molstar',
  region: undefined,
  turntable: false,
  outlineOpen: false,
  filtersOpen: false,
  expressionRequests: 0,
}));

export function setTool(tool: Tool): void {
  useTools.setState({ tool });
}

export function setMousePreset(preset: MousePreset): void {
  useTools.setState({ preset });
}

export function setRegion(region: DrawnRegion | undefined): void {
  useTools.setState({ region });
}

export function toggleTurntable(): void {
  useTools.setState(({ turntable }) => ({ turntable: !turntable }));
}

export function toggleOutline(): void {
  useTools.setState(({ outlineOpen }) => ({ outlineOpen: !outlineOpen }));
}

export function toggleFilters(): void {
  useTools.setState(({ filtersOpen }) => ({ filtersOpen: !filtersOpen }));
}

export function setFiltersOpen(filtersOpen: boolean): void {
  useTools.setState({ filtersOpen });
}

export function requestExpression(): void {
  useTools.setState(({ expressionRequests }) => ({ expressionRequests: expressionRequests + 1 }));
}
