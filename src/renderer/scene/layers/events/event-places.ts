import { eventView } from '../../../store/event-view.ts';
import type { EventView } from '../../../store/event-view.ts';
import { slotOf } from '../../../store/event-ring.ts';
import { newestFrames } from '../../../store/newest-frames.ts';
import { useRun } from '../../../store/run-slice.ts';
import { readTokenFrame } from '../../../../shared/frames/token-frame.ts';
import type { TokenFrame } from '../../../../shared/frames/token-frame.ts';
import { useView } from '../../../store/view-slice.ts';
import { eventTheta, slotShare } from './event-layout.ts';
import { eventPoint } from './event-shapes.ts';
import { spokeAngle } from './token-table.ts';

/** An event of the present shell, with where it is drawn. */
export interface PlacedEvent extends EventView {
  /** Radians in [0, 2 pi). */
  readonly theta: number;
  readonly place: readonly [number, number, number];
}

let tokens: { readonly version: number; readonly frame: TokenFrame | undefined } | undefined;

/** Reads event n; undefined when it has left the shell. */
export function placedEvent(n: number): PlacedEvent | undefined {
  const view = eventView(n, useRun.getState().status.config?.batch);
  if (!view) return undefined;
  const slot = slotOf(n);
  const offset = thetaOffset(view.token);
  const theta = eventTheta(slot, offset);
  const place = eventPoint(useView.getState().look.events.layout, {
    share: slotShare(slot),
    thetaRad: theta,
    spokeRad: spokeAngle(view.token, offset),
    lossNats: view.lossNats,
  });
  return { ...view, theta, place };
}

/** The token's part of theta, from the run's token frame; 0 before it came, as in the shader. */
function thetaOffset(token: number): number {
  const { frame, version } = newestFrames.tokens;
  if (tokens?.version !== version) {
    tokens = { version, frame: frame ? readTokenFrame(frame) : undefined };
  }
  const table = tokens.frame;
  return table && token < table.rows ? table.columns.thetaOffset(token) : 0;
}
