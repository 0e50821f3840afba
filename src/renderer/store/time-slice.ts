import { create } from 'zustand';
import { newestFrames, showFrame } from './newest-frames.ts';
import { recording } from './recorded-frames.ts';

/** Speeds of a replay. */
export const REPLAY_SPEEDS = [0.1, 0.25, 0.5, 1, 2, 5, 10, 25, 100] as const;

export interface TimeState {
  /** `live`: the newest frames are shown. `held`: a moment of the recording is, while the run goes on. */
  readonly mode: 'live' | 'held';
  readonly playing: boolean;
  readonly speed: number;
  /** The moment shown while held, in milliseconds of performance.now(). */
  readonly cursorMs: number;
  /** What the recording holds. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly bytes: number;
  /** Step shown while held. */
  readonly step: number;
}

const LIVE: TimeState = {
  mode: 'live',
  playing: false,
  speed: 1,
  cursorMs: 0,
  fromMs: 0,
  toMs: 0,
  bytes: 0,
  step: 0,
};

/** Which moment the view shows. */
export const useTime = create<TimeState>(() => LIVE);

/** Brings the span and the size of the recording into the state; called a few times a second by who shows them. */
export function readRecording(): void {
  const span = recording.span ?? { fromMs: 0, toMs: 0 };
  const { bytes } = recording;
  const { fromMs, toMs, bytes: before } = useTime.getState();
  if (span.fromMs === fromMs && span.toMs === toMs && bytes === before) return;
  useTime.setState({ ...span, bytes });
}

/** Stops the view where it is; the run and the recording go on. False while nothing is recorded. */
export function holdView(): boolean {
  const { span } = recording;
  if (!span) return false;
  if (useTime.getState().mode === 'live') {
    newestFrames.held = true;
    useTime.setState({ mode: 'held', playing: false, cursorMs: span.toMs });
    showMoment(span.toMs);
  }
  return true;
}

/** Shows a moment of the recording. */
export function showMoment(atMs: number): void {
  const { span } = recording;
  if (!span) return;
  newestFrames.held = true;
  const cursorMs = Math.min(Math.max(atMs, span.fromMs), span.toMs);
  const { spheres, trace, step } = recording.show(cursorMs, newestFrames.events);
  if (spheres) showFrame('spheres', spheres);
  if (trace) showFrame('trace', trace);
  useTime.setState({ mode: 'held', cursorMs, step });
}

/** Shows the moment at which a step was newest; false when it is not held. */
export function showStep(step: number): boolean {
  const atMs = recording.momentOfStep(step);
  if (atMs === undefined) return false;
  showMoment(atMs);
  return true;
}

/** Back to what is newest. */
export function goLive(): void {
  if (useTime.getState().mode === 'live') return;
  newestFrames.held = false;
  const { spheres, trace } = recording.newest;
  if (spheres) showFrame('spheres', spheres);
  if (trace) showFrame('trace', trace);
  recording.showNewestEvents(newestFrames.events);
  useTime.setState({ mode: 'live', playing: false });
}

/** Live: holds the view. Held: plays on, or stops. */
export function holdOrReplay(): void {
  if (useTime.getState().mode === 'live') holdView();
  else toggleReplay();
}

export function toggleReplay(): void {
  const { mode, playing, cursorMs, toMs, fromMs } = useTime.getState();
  if (mode === 'live' && !holdView()) return;
  // At the end there is nothing to play: begin again.
  if (!playing && cursorMs >= toMs - 1) showMoment(fromMs);
  useTime.setState({ playing: !playing });
}

export function setReplaySpeed(speed: number): void {
  useTime.setState({ speed: Math.min(100, Math.max(0.1, speed)) });
}

/** Moves a playing replay on; at its end the view is live again. */
export function advanceReplay(elapsedMs: number): void {
  const { playing, cursorMs, speed } = useTime.getState();
  if (!playing) return;
  const next = cursorMs + elapsedMs * speed;
  if (next >= (recording.span?.toMs ?? 0)) goLive();
  else showMoment(next);
}

/** Forgets the recording: another run begins. */
export function resetTime(): void {
  recording.clear();
  newestFrames.held = false;
  useTime.setState({ ...LIVE, speed: useTime.getState().speed });
}
