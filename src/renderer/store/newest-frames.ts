import { appendEvents, createEventRing, resetEventRing } from './event-ring.ts';
import type { EventRing } from './event-ring.ts';
import {
  FRAME_FIELD_BYTES,
  FRAME_HEADER_BYTES,
  FRAME_KIND,
  FRAME_MAGIC,
} from '../../shared/frames/frame-header.ts';
import type { FrameKind } from '../../shared/frames/frame-header.ts';
import { EVENT_STRIDE } from '../../shared/frames/event-frame.ts';
import { PROTOCOL_VERSION } from '../../shared/contract/version.ts';

/** The newest frame of one kind, as it came, and a counter raised with each. */
export interface FrameCell {
  /** Header included; read it with src/shared/frames. */
  frame: ArrayBuffer | undefined;
  rows: number;
  step: number;
  version: number;
}

/**
 * Fast arrays, outside React: the scene and the canvases read them in their own frame loop and compare versions.
 * Nothing here triggers a render.
 */
export interface NewestFrames {
  readonly spheres: FrameCell;
  readonly trace: FrameCell;
  readonly tokens: FrameCell;
  readonly events: EventRing;
  /** Frames refused since the page opened, and why the last was. */
  refused: number;
  refusal: string | undefined;
}

const emptyCell = (): FrameCell => ({ frame: undefined, rows: 0, step: 0, version: 0 });

export const newestFrames: NewestFrames = {
  spheres: emptyCell(),
  trace: emptyCell(),
  tokens: emptyCell(),
  events: createEventRing(),
  refused: 0,
  refusal: undefined,
};

/** Takes a frame from the wire. A frame of another program, version, kind or length is refused and counted. */
export function takeFrame(kind: FrameKind, frame: ArrayBuffer): boolean {
  const problem = frameProblem(kind, frame);
  if (problem) {
    newestFrames.refused += 1;
    newestFrames.refusal = problem;
    return false;
  }
  const view = new DataView(frame);
  if (kind === 'events') takeEvents(view, frame);
  else takeCell(newestFrames[kind], view, frame);
  return true;
}

/** Forgets spheres, events and spans: called when another run begins. */
export function resetFrames(): void {
  for (const cell of [newestFrames.spheres, newestFrames.trace, newestFrames.tokens]) {
    cell.frame = undefined;
    cell.rows = 0;
    cell.step = 0;
    cell.version += 1;
  }
  resetEventRing(newestFrames.events);
}

function takeCell(cell: FrameCell, view: DataView, frame: ArrayBuffer): void {
  cell.frame = frame;
  cell.step = view.getFloat64(8, true);
  cell.rows = view.getUint32(16, true);
  cell.version += 1;
}

function takeEvents(view: DataView, frame: ArrayBuffer): void {
  const rows = view.getUint32(16, true);
  appendEvents(newestFrames.events, {
    step: view.getFloat64(8, true),
    firstN: view.getFloat64(FRAME_HEADER_BYTES, true),
    leaves: view.getUint32(FRAME_HEADER_BYTES + 8, true),
    context: view.getUint32(FRAME_HEADER_BYTES + 12, true),
    words: new Uint32Array(frame, FRAME_HEADER_BYTES + FRAME_FIELD_BYTES.events, rows),
  });
}

/** Why the frame cannot be read; undefined when it can. */
function frameProblem(kind: FrameKind, frame: ArrayBuffer): string | undefined {
  if (frame.byteLength < FRAME_HEADER_BYTES) return `${kind} frame of ${frame.byteLength} bytes`;
  const view = new DataView(frame);
  if (view.getUint32(0, true) !== FRAME_MAGIC) return `${kind} frame without the magic`;
  if (view.getUint16(4, true) !== PROTOCOL_VERSION)
    return `${kind} frame of protocol ${view.getUint16(4, true)}`;
  if (view.getUint16(6, true) !== FRAME_KIND[kind])
    return `${kind} frame of kind ${view.getUint16(6, true)}`;
  const rows = view.getUint32(16, true);
  const stride = view.getUint32(20, true);
  if (kind === 'events' && stride !== EVENT_STRIDE) return `event rows of ${stride} bytes`;
  const bytes = FRAME_HEADER_BYTES + FRAME_FIELD_BYTES[kind] + rows * stride;
  return frame.byteLength < bytes
    ? `${kind} frame cut short: ${frame.byteLength} of ${bytes} bytes`
    : undefined;
}
