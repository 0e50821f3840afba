import type { MousePreset, Tool } from '../../store/tool-slice.ts';

/** What a drag does. */
export type DragAction = 'turn' | 'pan' | 'zoom' | 'select';

export interface DragInput {
  /** Buttons held, as PointerEvent.buttons has them: 1 first, 2 second, 4 middle. */
  readonly buttons: number;
  readonly shiftKey: boolean;
  /** Ctrl, or Command. */
  readonly ctrlKey: boolean;
}

/**
 * What a drag means. Mol*: first button turns, second or middle (or Ctrl) moves. Blender: middle turns, with Shift moves,
 * with Ctrl zooms; the first button selects. Trackpad: as Mol*, for pads with one button. Shift and the first button draw a box
 * to add to the selection, everywhere.
 */
export function dragAction(preset: MousePreset, tool: Tool, input: DragInput): DragAction {
  const { buttons, shiftKey, ctrlKey } = input;
  if (preset === 'blender' && buttons & 4) return shiftKey ? 'pan' : ctrlKey ? 'zoom' : 'turn';
  if (buttons & 6 || ctrlKey) return 'pan';
  if (shiftKey || tool !== 'turn' || preset === 'blender') return 'select';
  return 'turn';
}

/** What a wheel does: two numbers are radians or pixels of the action. */
export type WheelAction = 'turn' | 'pan' | 'zoom';

export interface WheelInput {
  readonly deltaX: number;
  readonly deltaY: number;
  readonly shiftKey: boolean;
  /** A pinch on a trackpad arrives as a wheel with Ctrl. */
  readonly ctrlKey: boolean;
}

/** Trackpad: two fingers turn, with Shift move, a pinch zooms. Else the wheel zooms, and a sideways wheel turns. */
export function wheelAction(preset: MousePreset, input: WheelInput): WheelAction {
  if (input.ctrlKey) return 'zoom';
  if (preset === 'trackpad') return input.shiftKey ? 'pan' : 'turn';
  if (input.shiftKey && preset === 'blender') return 'pan';
  return Math.abs(input.deltaX) > Math.abs(input.deltaY) ? 'turn' : 'zoom';
}
