import { hover, select } from '../../store/selection-slice.ts';
import type { Stage } from '../kit/stage.ts';

/** Radians a pixel of dragging. */
const TURN = 0.0062;
/** Pixels a press may wander and still be a click. */
const CLICK_SLOP = 4;

/**
 * Mouse, pen, touch and wheel on the stage: drag turns; right, middle or Shift drag moves; wheel and pinch zoom at the pointer;
 * a sideways wheel turns; two fingers zoom and move; a click selects. Returns how to end it.
 */
export function listenToGestures(element: HTMLElement, stage: Stage): () => void {
  const fingers = new Map<number, { x: number; y: number }>();
  let wandered = 0;
  let clearedByFingers = false;

  const local = (event: MouseEvent): { x: number; y: number } => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const point = (event: PointerEvent): void => {
    stage.pointer = event.pointerType === 'touch' ? undefined : local(event);
    stage.pickWanted = true;
  };
  const down = (event: PointerEvent): void => {
    if (!fromStage(event)) return;
    element.focus({ preventScroll: true });
    element.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, local(event));
    wandered = 0;
    clearedByFingers = fingers.size > 1;
  };
  const move = (event: PointerEvent): void => {
    const before = fingers.get(event.pointerId);
    if (!before) {
      if (fromStage(event)) point(event);
      return;
    }
    const now = local(event);
    const [dx, dy] = [now.x - before.x, now.y - before.y];
    wandered += Math.hypot(dx, dy);
    if (fingers.size === 2) pinch(stage, fingers, event.pointerId, now);
    else if (wandered > CLICK_SLOP) drag(stage, event, dx, dy);
    fingers.set(event.pointerId, now);
    if (wandered > CLICK_SLOP) {
      stage.pointer = undefined;
      hover(undefined);
    }
  };
  const up = (event: PointerEvent): void => {
    if (!fingers.delete(event.pointerId)) return;
    point(event);
    if (wandered <= CLICK_SLOP && event.button === 0 && !clearedByFingers) {
      void choose(stage, local(event));
    }
  };
  const leave = (): void => {
    stage.pointer = undefined;
    hover(undefined);
  };
  const wheel = (event: WheelEvent): void => {
    if (!fromStage(event)) return;
    event.preventDefault();
    turnWheel(stage, event, local(event));
  };
  const menu = (event: MouseEvent): void => {
    event.preventDefault();
  };

  element.addEventListener('pointerdown', down);
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', up);
  element.addEventListener('pointerleave', leave);
  element.addEventListener('wheel', wheel, { passive: false });
  element.addEventListener('contextmenu', menu);
  return () => {
    element.removeEventListener('pointerdown', down);
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerup', up);
    element.removeEventListener('pointercancel', up);
    element.removeEventListener('pointerleave', leave);
    element.removeEventListener('wheel', wheel);
    element.removeEventListener('contextmenu', menu);
  };
}

/** Whether the event is meant for the picture, not for a control that lies over it. */
function fromStage(event: Event): boolean {
  return event.target instanceof Element && !event.target.closest('[data-over-stage]');
}

/** Selects what lies at the place, or nothing. */
async function choose(stage: Stage, at: { x: number; y: number }): Promise<void> {
  select(await stage.pickAt(at.x, at.y));
}

function drag({ orbit }: Stage, event: PointerEvent, dx: number, dy: number): void {
  const moves = (event.buttons & 6) !== 0 || event.shiftKey || event.ctrlKey || event.metaKey;
  if (moves) orbit.pan(dx, dy);
  else orbit.turn(-dx * TURN, dy * TURN);
}

function pinch(
  { orbit, size }: Stage,
  fingers: ReadonlyMap<number, { x: number; y: number }>,
  movedId: number,
  now: { x: number; y: number },
): void {
  const before = fingers.get(movedId);
  const other = [...fingers].find(([id]) => id !== movedId)?.[1];
  if (!before || !other) return;
  const apart = (a: { x: number; y: number }): number => Math.hypot(a.x - other.x, a.y - other.y);
  const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
  orbit.zoom(
    apart(now) / Math.max(8, apart(before)),
    middle.x - size.width / 2,
    middle.y - size.height / 2,
  );
  orbit.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
}

/** Wheel lines and pages count as pixels; a pinch on a trackpad arrives as a wheel with Ctrl and small steps. */
function turnWheel({ orbit, size }: Stage, event: WheelEvent, at: { x: number; y: number }): void {
  const unit = event.deltaMode === 1 ? 24 : event.deltaMode === 2 ? size.height : 1;
  const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
  if (!event.ctrlKey && Math.abs(dx) > Math.abs(dy)) {
    orbit.turn(dx * TURN * 0.5, 0);
    return;
  }
  const step = Math.min(240, Math.max(-240, dy));
  orbit.zoom(
    Math.exp(-step * (event.ctrlKey ? 0.01 : 0.0016)),
    at.x - size.width / 2,
    at.y - size.height / 2,
  );
}
