import { select, useSelection } from '../../store/selection-slice.ts';
import type { Face } from '../../store/stage-port.ts';
import type { Stage } from '../kit/stage.ts';
import { ballOf } from '../layers/selection/selected-balls.ts';

const STEP = Math.PI / 24;
const PAN_PIXELS = 48;
const ZOOM = 1.25;
/** World units shown around a framed event. */
const EVENT_SURROUNDINGS = 0.06;

/** What the stage's keys do, for its description. */
export const KEY_HELP =
  'Arrow keys turn, Shift and arrows move, plus and minus zoom, Home frames everything, F frames the selection, ' +
  '1, 3, 7 and 5 look from the front, the right, the top and over a corner, [ and ] step through the spheres, Escape deselects.';

/** Acts on a key pressed while the stage has the focus; true when the key was the stage's. */
export function pressStageKey(stage: Stage, event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const { orbit } = stage;
  const arrow = ARROWS[event.key];
  if (arrow) {
    if (event.shiftKey) orbit.pan(-arrow[0] * PAN_PIXELS, -arrow[1] * PAN_PIXELS);
    else orbit.turn(arrow[0] * STEP, -arrow[1] * STEP);
    return true;
  }
  const action = ACTIONS[event.key];
  // Shift F is the window's: it opens the filters.
  if (!action || (event.shiftKey && event.key === 'F')) return false;
  action(stage);
  return true;
}

/** Steps the selection through the spheres in id order, round and round. */
export function stepSphere({ layout }: Stage, step: 1 | -1): void {
  const { selected } = useSelection.getState();
  const from = selected?.kind === 'sphere' ? selected.id : step > 0 ? -1 : 0;
  select({ kind: 'sphere', id: (from + step + layout.count) % layout.count });
}

/** Frames what is selected: a parent with its whole shell, a leaf or an event with what is near; everything without one. */
export function frameSelected(stage: Stage): void {
  const ball = ballOf(stage, useSelection.getState().selected);
  if (!ball) stage.orbit.home();
  else if (ball.shell !== undefined) stage.orbit.frame(ball.centre, ball.shell * 1.15);
  else stage.orbit.frame(ball.centre, Math.max(ball.radius * 4.5, EVENT_SURROUNDINGS));
}

/** Angles of the named directions; a corner looks along the diagonal of a cube. */
const FACE_ANGLES: Readonly<Record<Face, readonly [number, number]>> = {
  front: [0, 0],
  right: [Math.PI / 2, 0],
  top: [0, Math.PI / 2 - 0.001],
  corner: [-Math.PI / 4, Math.atan(Math.SQRT1_2)],
};

export function faceStage({ orbit }: Stage, face: Face): void {
  const [azimuth, elevation] = FACE_ANGLES[face];
  orbit.face(azimuth, elevation);
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const ACTIONS: Readonly<Record<string, (stage: Stage) => void>> = {
  '+': ({ orbit }) => {
    orbit.zoom(ZOOM);
  },
  '=': ({ orbit }) => {
    orbit.zoom(ZOOM);
  },
  '-': ({ orbit }) => {
    orbit.zoom(1 / ZOOM);
  },
  _: ({ orbit }) => {
    orbit.zoom(1 / ZOOM);
  },
  Home: ({ orbit }) => {
    orbit.home();
  },
  f: frameSelected,
  F: frameSelected,
  '1': (stage) => {
    faceStage(stage, 'front');
  },
  '3': (stage) => {
    faceStage(stage, 'right');
  },
  '7': (stage) => {
    faceStage(stage, 'top');
  },
  '5': (stage) => {
    faceStage(stage, 'corner');
  },
  '[': (stage) => {
    stepSphere(stage, -1);
  },
  ']': (stage) => {
    stepSphere(stage, 1);
  },
  Escape: () => {
    select(undefined);
  },
};
