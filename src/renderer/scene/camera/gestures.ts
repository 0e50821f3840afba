import { hover, select, selectMany, toggleSelected } from '../../store/selection-slice.ts';
import { setRegion, useTools } from '../../store/tool-slice.ts';
import type { DrawnRegion, StagePlace } from '../../store/tool-slice.ts';
import type { Stage } from '../kit/stage.ts';
import { dragAction, wheelAction } from './mouse-presets.ts';

/** Radians a pixel of dragging. */
const TURN = 0.0062;
/** Pixels a press may wander and still be a click. */
const CLICK_SLOP = 4;

/**
 * Mouse, pen, touch and wheel on the stage, as the mouse preset and the tool say (mouse-presets.ts); two fingers zoom and
 * move; a click selects, with Shift it adds. A drag that selects draws a box or a lasso. Returns how to end it.
 */
export function listenToGestures(element: HTMLElement, stage: Stage): () => void {
  const fingers = new Map<number, StagePlace>();
  let wandered = 0;
  let clearedByFingers = false;
  let way: StagePlace[] = [];

  const local = (event: MouseEvent): StagePlace => {
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
    way = [local(event)];
    clearedByFingers = fingers.size > 1;
  };
  const move = (event: PointerEvent): void => {
    const before = fingers.get(event.pointerId);
    if (!before) {
      if (fromStage(event)) point(event);
      else leave();
      return;
    }
    const now = local(event);
    const [dx, dy] = [now.x - before.x, now.y - before.y];
    wandered += Math.hypot(dx, dy);
    if (fingers.size === 2) pinch(stage, fingers, event.pointerId, now);
    else if (wandered > CLICK_SLOP) way = drag(stage, event, [dx, dy], [...way, now]);
    fingers.set(event.pointerId, now);
    if (wandered > CLICK_SLOP) {
      stage.pointer = undefined;
      hover(undefined);
    }
  };
  const up = (event: PointerEvent): void => {
    if (!fingers.delete(event.pointerId)) return;
    if (within(element, local(event))) point(event);
    else leave();
    const { region } = useTools.getState();
    if (region) {
      setRegion(undefined);
      if (event.type === 'pointerup') void chooseInside(stage, region, event);
    } else if (wandered <= CLICK_SLOP && event.button === 0 && !clearedByFingers) {
      void choose(stage, local(event), event.shiftKey);
    }
  };
  const leave = (): void => {
    stage.pointer = undefined;
    stage.pointerLeft += 1;
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

function within(element: HTMLElement, { x, y }: StagePlace): boolean {
  const { width, height } = element.getBoundingClientRect();
  return x >= 0 && y >= 0 && x < width && y < height;
}

/** Whether the event is meant for the picture, not for a control that lies over it. */
function fromStage(event: Event): boolean {
  return event.target instanceof Element && !event.target.closest('[data-over-stage]');
}

/** Selects what lies at the place, or nothing; `adds`: adds it, or takes it out. */
async function choose(stage: Stage, at: StagePlace, adds: boolean): Promise<void> {
  const found = await stage.pickAt(at.x, at.y);
  if (!adds) select(found);
  else if (found) toggleSelected(found);
}

/** Selects everything visible inside a region; Shift adds, Alt takes out. */
async function chooseInside(
  stage: Stage,
  region: DrawnRegion,
  { shiftKey, altKey }: PointerEvent,
): Promise<void> {
  const found = await stage.pickInside(region);
  selectMany(found, shiftKey ? 'add' : altKey ? 'remove' : 'replace');
}

/** Acts on a drag's next move; returns the way that a lasso has so far. */
function drag(
  { orbit }: Stage,
  event: PointerEvent,
  [dx, dy]: readonly [number, number],
  way: StagePlace[],
): StagePlace[] {
  const { tool, preset, region } = useTools.getState();
  const keys = { shiftKey: event.shiftKey, ctrlKey: event.ctrlKey || event.metaKey };
  const action = region ? 'select' : dragAction(preset, tool, { buttons: event.buttons, ...keys });
  if (action === 'turn') orbit.turn(-dx * TURN, dy * TURN);
  else if (action === 'pan') orbit.pan(dx, dy);
  else if (action === 'zoom') orbit.zoom(Math.exp(-dy * 0.006));
  else {
    const ends = [way[0], way[way.length - 1]].filter((place) => place !== undefined);
    setRegion(tool === 'lasso' ? { shape: 'lasso', points: way } : { shape: 'box', points: ends });
  }
  return way;
}

function pinch(
  { orbit, size }: Stage,
  fingers: ReadonlyMap<number, StagePlace>,
  movedId: number,
  now: StagePlace,
): void {
  const before = fingers.get(movedId);
  const other = [...fingers].find(([id]) => id !== movedId)?.[1];
  if (!before || !other) return;
  const apart = (a: StagePlace): number => Math.hypot(a.x - other.x, a.y - other.y);
  const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
  orbit.zoom(
    apart(now) / Math.max(8, apart(before)),
    middle.x - size.width / 2,
    middle.y - size.height / 2,
  );
  orbit.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
}

/** Wheel lines and pages count as pixels; a pinch on a trackpad arrives as a wheel with Ctrl and small steps. */
function turnWheel({ orbit, size }: Stage, event: WheelEvent, at: StagePlace): void {
  const unit = event.deltaMode === 1 ? 24 : event.deltaMode === 2 ? size.height : 1;
  const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
  const { preset } = useTools.getState();
  const action = wheelAction(preset, event);
  if (action === 'turn') {
    orbit.turn(dx * TURN * 0.5, preset === 'trackpad' ? dy * TURN * 0.5 : 0);
    return;
  }
  if (action === 'pan') {
    orbit.pan(-dx, -dy);
    return;
  }
  const step = Math.min(240, Math.max(-240, dy));
  orbit.zoom(
    Math.exp(-step * (event.ctrlKey ? 0.01 : 0.0016)),
    at.x - size.width / 2,
    at.y - size.height / 2,
  );
}
