import { useEffect, useRef, useState } from 'react';
import type { MouseEvent } from 'react';
import { THEME_TOKENS } from '../../theme/tokens.ts';
import { boxAt, windowMs } from './timeline-layout.ts';
import type { SpanBox } from './timeline-layout.ts';
import { drawTimeline, fitCanvas } from './timeline-drawing.ts';
import { select, toggleSelected, useSelection } from '../../store/selection-slice.ts';
import { formatSpan } from '../../lib/format.ts';
import { newestFrames } from '../../store/newest-frames.ts';
import { useMetrics } from '../../store/metrics-slice.ts';
import { useRun } from '../../store/run-slice.ts';
import { useView } from '../../store/view-slice.ts';
import styles from './WorkersTimeline.module.css';

const LEGEND = ['compute', 'stolen', 'reduce', 'update', 'evaluate'] as const;
/**
 * What each worker and Node Zero did in the last moments, redrawn as trace frames come. The selection is the lattice's: a click
 * selects the sphere that a span was for, the spans of others are muted.
 */
export function WorkersTimeline() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useView((view) => view.theme);
  const workers = useRun(({ status }) => status.workers ?? status.config?.threads ?? 0);
  const running = useRun(({ status }) => status.state === 'running');
  const shownMs = useMetrics(({ newest }) => windowMs(newest?.stepMs));
  const selected = useSelection(({ many }) => many.spheres);
  const [busy, setBusy] = useState<number>();
  const boxes = useRef<readonly SpanBox[]>([]);

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
      const drawing = drawTimeline(element, context, tokens, { workers, shownMs, selected });
      boxes.current = drawing.boxes;
      if (time - told < 500) return;
      told = time;
      setBusy(drawing.busy);
    };
    request = requestAnimationFrame(frame);
    return () => cancelAnimationFrame(request);
  }, [theme, workers, shownMs, selected]);

  const spanUnder = ({ nativeEvent }: MouseEvent): SpanBox | undefined =>
    boxAt(boxes.current, nativeEvent.offsetX, nativeEvent.offsetY);
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
          onMouseMove={(event) => {
            const span = spanUnder(event);
            event.currentTarget.title = span ? spanWords(span) : '';
            event.currentTarget.style.cursor = span?.sphere === undefined ? '' : 'pointer';
          }}
          onClick={(event) => {
            const id = spanUnder(event)?.sphere;
            if (id === undefined) return;
            if (event.shiftKey) toggleSelected({ kind: 'sphere', id });
            else select({ kind: 'sphere', id });
          }}
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

/** Sphere 3 · compute · 1.9 ms · step 120 */
function spanWords({ sphere, kind, ms, step }: SpanBox): string {
  const what = kind === 'steal' ? 'compute, stolen' : kind;
  const whose = sphere === undefined ? [] : [sphere === 0 ? 'Root sphere' : `Sphere ${sphere}`];
  return [...whose, what, formatSpan(ms), `step ${step.toLocaleString('en')}`].join(' · ');
}
