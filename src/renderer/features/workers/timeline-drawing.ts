import { NODE_ZERO, newestTrace } from '../../store/trace-view.ts';
import type { TraceKind } from '../../store/trace-view.ts';
import { holds } from '../../store/selection-slice.ts';
import type { ThemeTokens } from '../../theme/tokens.ts';
import { busyShare, laneLayout, newestWorkMs, spanBoxes } from './timeline-layout.ts';
import type { SpanBox } from './timeline-layout.ts';

/** Height of the red foot of a stolen micro-batch. */
const FOOT = 3;
/** Reads all the frame holds: a machine that stands still shows its last moments. */
const EVERYTHING_MS = Infinity;
/** Opacity of what is not of the selected spheres. */
const REST = 0.25;

const colourOf = (kind: TraceKind, tokens: ThemeTokens): string => {
  switch (kind) {
    case 'compute':
    case 'steal':
      return tokens.amber;
    case 'reduce':
      return tokens.blue;
    case 'update':
      return tokens.green;
    case 'evaluate':
      return tokens.muted;
    case 'control':
      return tokens.faint;
  }
};

/** Gives the canvas its element's size in device pixels; true when that changed it. */
export function fitCanvas(element: HTMLCanvasElement): boolean {
  const width = Math.round(element.clientWidth * devicePixelRatio);
  const height = Math.round(element.clientHeight * devicePixelRatio);
  if (element.width === width && element.height === height) return false;
  element.width = width;
  element.height = height;
  return true;
}

/** What the timeline shows. */
export interface Shown {
  readonly workers: number;
  readonly shownMs: number;
  /** Ids of the selected spheres, ascending; none: all count alike. */
  readonly selected: readonly number[];
}

/** What was drawn. */
export interface Drawing {
  readonly boxes: readonly SpanBox[];
  /** Of the workers' time, 0..1; undefined without workers. */
  readonly busy: number | undefined;
}

/** Draws the newest trace; the rest is muted when spheres are selected. */
export function drawTimeline(
  element: HTMLCanvasElement,
  context: CanvasRenderingContext2D,
  tokens: ThemeTokens,
  { workers, shownMs, selected }: Shown,
): Drawing {
  const [width, height] = [element.clientWidth, element.clientHeight];
  context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  context.clearRect(0, 0, width, height);
  if (workers === 0) return { boxes: [], busy: undefined };
  const lanes = laneLayout(workers, height);
  context.font = "10px 'Inter Variable', Inter, system-ui, sans-serif";
  context.textBaseline = 'top';
  for (const lane of lanes) {
    context.fillStyle = tokens.muted;
    const name = lane.worker === NODE_ZERO ? 'Node Zero' : `worker ${lane.worker}`;
    if (lane.y > lane.nameY) context.fillText(name, 0, lane.nameY);
    context.fillStyle = tokens.line;
    context.fillRect(0, lane.y + lane.height, width, 1);
  }
  const spans = newestTrace(EVERYTHING_MS);
  const view = { windowMs: shownMs, nowMs: spans.length > 0 ? newestWorkMs(spans) : 0 };
  const boxes = spanBoxes(spans, lanes, width, view);
  for (const box of boxes) {
    const muted = selected.length > 0 && !(box.sphere !== undefined && holds(selected, box.sphere));
    context.globalAlpha = muted ? REST : 1;
    context.fillStyle = colourOf(box.kind, tokens);
    // A hair of ground between spans; a span too short for it is still seen.
    const boxWidth = Math.max(1, box.width - 0.75);
    context.fillRect(box.x, box.y, boxWidth, box.height);
    if (box.kind !== 'steal') continue;
    context.fillStyle = tokens.red;
    context.fillRect(box.x, box.y + box.height - FOOT, boxWidth, FOOT);
  }
  context.globalAlpha = 1;
  return { boxes, busy: busyShare(spans, workers, view) };
}
