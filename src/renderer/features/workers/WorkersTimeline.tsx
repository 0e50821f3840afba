import { useEffect, useRef, useState } from 'react';
import { NODE_ZERO, newestTrace } from '../../store/trace-view.ts';
import type { TraceKind } from '../../store/trace-view.ts';
import { THEME_TOKENS } from '../../theme/tokens.ts';
import type { ThemeTokens } from '../../theme/tokens.ts';
import { busyShare, laneLayout, newestWorkMs, spanBoxes, windowMs } from './timeline-layout.ts';
import { formatSpan } from '../../lib/format.ts';
import { newestFrames } from '../../store/newest-frames.ts';
import { useMetrics } from '../../store/metrics-slice.ts';
import { useRun } from '../../store/run-slice.ts';
import { useView } from '../../store/view-slice.ts';
import styles from './WorkersTimeline.module.css';

const LEGEND = ['compute', 'stolen', 'reduce', 'update', 'evaluate'] as const;
/** Height of the red foot of a stolen micro-batch. */
const FOOT = 3;
/** Reads all the frame holds: a machine that stands still shows its last moments. */
const EVERYTHING_MS = Infinity;

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

/** What each worker and Node Zero did in the last moments, redrawn as trace frames come. */
export function WorkersTimeline() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useView((view) => view.theme);
  const workers = useRun(({ status }) => status.workers ?? status.config?.threads ?? 0);
  const running = useRun(({ status }) => status.state === 'running');
  const shownMs = useMetrics(({ newest }) => windowMs(newest?.stepMs));
  const [busy, setBusy] = useState<number>();

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return undefined;
    const tokens = THEME_TOKENS[theme];
    let drawnVersion = -1;
    let request = 0;
    let told = 0;
    const frame = (time: number): void => {
      request = requestAnimationFrame(frame);
      const resized = fitCanvas(element);
      if (!resized && newestFrames.trace.version === drawnVersion) return;
      drawnVersion = newestFrames.trace.version;
      const share = draw(element, context, tokens, { workers, shownMs });
      if (time - told < 500) return;
      told = time;
      setBusy(share);
    };
    request = requestAnimationFrame(frame);
    return () => cancelAnimationFrame(request);
  }, [theme, workers, shownMs]);

  return (
    <section className={styles.workers} aria-label="Workers">
      <header className={styles.header}>
        <h2 className={styles.title}>Workers</h2>
        <p className={styles.aside}>
          last {formatSpan(shownMs)}
          {running && busy !== undefined && (
            <>
              {' · '}
              <b>{Math.round(busy * 100)} %</b> busy
            </>
          )}
        </p>
      </header>
      <div className={styles.area}>
        <canvas
          ref={canvas}
          className={styles.canvas}
          role="img"
          aria-label="Spans of work of each worker"
        />
        {workers === 0 && <p className={styles.empty}>What each worker does will stand here.</p>}
      </div>
      <ul className={styles.legend} aria-label="Colours">
        {LEGEND.map((kind) => (
          <li key={kind} className={styles.entry} data-kind={kind}>
            {kind}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Gives the canvas its element's size in device pixels; true when that changed it. */
function fitCanvas(element: HTMLCanvasElement): boolean {
  const width = Math.round(element.clientWidth * devicePixelRatio);
  const height = Math.round(element.clientHeight * devicePixelRatio);
  if (element.width === width && element.height === height) return false;
  element.width = width;
  element.height = height;
  return true;
}

/** Draws the newest trace and tells the workers' busy share. */
function draw(
  element: HTMLCanvasElement,
  context: CanvasRenderingContext2D,
  tokens: ThemeTokens,
  shown: { readonly workers: number; readonly shownMs: number },
): number | undefined {
  const { workers, shownMs } = shown;
  const [width, height] = [element.clientWidth, element.clientHeight];
  context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  context.clearRect(0, 0, width, height);
  if (workers === 0) return undefined;
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
  for (const box of spanBoxes(spans, lanes, width, view)) {
    context.fillStyle = colourOf(box.kind, tokens);
    // A hair of ground between spans; a span too short for it is still seen.
    const boxWidth = Math.max(1, box.width - 0.75);
    context.fillRect(box.x, box.y, boxWidth, box.height);
    if (box.kind !== 'steal') continue;
    context.fillStyle = tokens.red;
    context.fillRect(box.x, box.y + box.height - FOOT, boxWidth, FOOT);
  }
  return busyShare(spans, workers, view);
}
