import { appendEvents, createEventRing, resetEventRing } from './event-ring.ts';
import type { EventRing } from './event-ring.ts';
import { recording } from './recorded-frames.ts';
import { useRun } from './run-slice.ts';
import { FRAME_HEADER_BYTES } from '../../shared/frames/frame-header.ts';
import type { FrameHeader, FrameKind } from '../../shared/frames/frame-header.ts';
import { unpackSpheres } from '../../shared/frames/packed-spheres.ts';
import { FrameError, readFrameHeader } from '../../shared/frames/read-frame.ts';
import { SPHERE_COLUMNS } from '../../shared/frames/sphere-frame.ts';

/** The newest frame of one kind, as it came, and a counter raised with each. */
export interface FrameCell {
  /** Header included, unpacked; read it with src/shared/frames. */
  frame: ArrayBuffer | undefined;
  rows: number;
  step: number;
  version: number;
  /** Raised when a frame's rows say something else than those before it; that a sphere's state has grown older is nothing else. */
  changes: number;
}

/**
 * Fast arrays, outside React: the scene and the canvases read them in their own frame loop and compare versions.
 * Nothing here triggers a render.
 */
export interface NewestFrames {
  readonly spheres: FrameCell;
  readonly trace: FrameCell;
  readonly tokens: FrameCell;
  readonly messages: FrameCell;
  readonly events: EventRing;
  /** While true frames are recorded but not shown: the view is held at another moment (time-slice.ts). */
  held: boolean;
  /** Frames refused since the page opened, and why the last was. */
  refused: number;
  refusal: string | undefined;
}

const emptyCell = (): FrameCell => ({ frame: undefined, rows: 0, step: 0, version: 0, changes: 0 });

export const newestFrames: NewestFrames = {
  spheres: emptyCell(),
  trace: emptyCell(),
  tokens: emptyCell(),
  messages: emptyCell(),
  events: createEventRing(),
  held: false,
  refused: 0,
  refusal: undefined,
};

/** Takes a frame from the wire, sphere frames packed or whole. One of another program, version, kind or length is refused, counted and false. */
export function takeFrame(kind: FrameKind, wire: ArrayBuffer): boolean {
  try {
    const frame = unpackSpheres(wire);
    const header = readFrameHeader(frame);
    if (header.kind !== kind) throw new FrameError(`${header.kind} frame on the ${kind} topic`);
    if (kind === 'events') takeEvents(header, frame);
    else takeState(kind, header, frame);
    return true;
  } catch (error) {
    if (!(error instanceof FrameError)) throw error;
    newestFrames.refused += 1;
    newestFrames.refusal = error.message;
    return false;
  }
}

/** Forgets spheres, events and spans: called when another run begins. */
export function resetFrames(): void {
  const { spheres, trace, tokens, messages } = newestFrames;
  for (const cell of [spheres, trace, tokens, messages]) {
    cell.frame = undefined;
    cell.rows = 0;
    cell.step = 0;
    cell.version += 1;
    cell.changes += 1;
  }
  resetEventRing(newestFrames.events);
}

/** Shows a sound frame of the recording. */
export function showFrame(kind: 'spheres' | 'trace', frame: ArrayBuffer): void {
  if (newestFrames[kind].frame !== frame) {
    takeCell(newestFrames[kind], readFrameHeader(frame), frame);
  }
}

function takeState(
  kind: Exclude<FrameKind, 'events'>,
  header: FrameHeader,
  frame: ArrayBuffer,
): void {
  if (kind === 'spheres' || kind === 'trace') {
    if (machineMoves(header)) recording.keepFrame(kind, frame, header.step, performance.now());
    else recording.passFrame(kind, frame);
  }
  if (kind === 'tokens' || !newestFrames.held) takeCell(newestFrames[kind], header, frame);
}

/** Frames of a machine that rests all say the same: they would fill the recording with stillness. */
function machineMoves({ step }: FrameHeader): boolean {
  return useRun.getState().status.state === 'running' || step !== recording.newestStep;
}

function takeCell(cell: FrameCell, header: FrameHeader, frame: ArrayBuffer): void {
  const running = useRun.getState().status.state === 'running';
  if (running || !sameRows(header, cell.frame, frame)) cell.changes += 1;
  cell.frame = frame;
  cell.step = header.step;
  cell.rows = header.rows;
  cell.version += 1;
}

/** Whether two frames of a kind have the same rows, but for the ages of states. */
function sameRows(
  { kind, rowsOffset, stride }: FrameHeader,
  before: ArrayBuffer | undefined,
  after: ArrayBuffer,
): boolean {
  if (before?.byteLength !== after.byteLength) return false;
  const [old, fresh] = [new Uint32Array(before, rowsOffset), new Uint32Array(after, rowsOffset)];
  const rowWords = stride / 4;
  const ageWord = kind === 'spheres' ? SPHERE_COLUMNS.stateAgeUs.offset / 4 : -1;
  return fresh.every((word, at) => word === old[at] || at % rowWords === ageWord);
}

function takeEvents(header: FrameHeader, frame: ArrayBuffer): void {
  const view = new DataView(frame);
  const rows = {
    step: header.step,
    firstN: view.getFloat64(FRAME_HEADER_BYTES, true),
    leaves: view.getUint32(FRAME_HEADER_BYTES + 8, true),
    context: view.getUint32(FRAME_HEADER_BYTES + 12, true),
    words: new Uint32Array(frame, header.rowsOffset, header.rows),
  };
  recording.keepEvents(rows, performance.now());
  if (!newestFrames.held) appendEvents(newestFrames.events, rows);
}
