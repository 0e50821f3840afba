import { useEffect, useMemo, useRef } from 'react';
import { RotateCcw } from 'lucide-react';
import { Chip } from '../../ui/Chip.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { OverlayLegend } from './OverlayLegend.tsx';
import { LossReadout } from './LossReadout.tsx';
import { Plot } from '../../ui/Plot.tsx';
import type { PlotOptions } from '../../ui/Plot.tsx';
import { THEME_TOKENS } from '../../theme/tokens.ts';
import { baseOptions, drawMarks } from './plot-options.ts';
import type { ReferenceLine } from './plot-options.ts';
import { createSmoothedLoss, updateSmoothedLoss } from './smoothing.ts';
import { drawOverlays, overlayCurves } from './overlay-curves.ts';
import type { OverlayCurve } from './overlay-curves.ts';
import { useOverlays } from '../../store/overlays-slice.ts';
import { paddedRange, rowsToDraw, valuesAt } from './chart-data.ts';
import { resetZoom, toggleSmoothed, useChartView } from './chart-view.ts';
import { useMetrics } from '../../store/metrics-slice.ts';
import { useReferences } from './use-references.ts';
import { useStepRange } from './use-step-range.ts';
import { showStep, useTime } from '../../store/time-slice.ts';
import { useView } from '../../store/view-slice.ts';
import styles from './charts.module.css';

/** Buckets of a decimated curve: about one a pixel of a wide chart. */
const BUCKETS = 1_200;
const NO_POINTS = { show: false };

/** Train and validation loss over steps, with the corpus's entropies to hold them against. */
export function LossChart() {
  const theme = useView((view) => view.theme);
  const { zoom, smoothed } = useChartView();
  const { lines, checkpointSteps, uniformNats } = useReferences();
  const runId = useMetrics((metrics) => metrics.runId);
  const range = useStepRange();
  useEffect(resetZoom, [runId]);
  const overlays = useOverlays((state) => state.overlays);
  const curves = useMemo(() => overlayCurves(overlays, range), [overlays, range]);
  const data = useLossData(smoothed, range, lines, checkpointSteps, curves);

  // uPlot reads these when it draws, long after the options were built.
  const now: Drawn = { range, lines, checkpointSteps, uniformNats, curves, data, zoomed: !!zoom };
  const drawn = useRef(now);
  drawn.current = now;
  const options = useMemo(
    () => lossOptions(theme, smoothed, () => drawn.current),
    [theme, smoothed],
  );

  return (
    <section className={styles.chart} aria-label="Loss">
      <header className={styles.header}>
        <h2 className={styles.title}>Loss</h2>
        <LossReadout />
        <div className={styles.tools}>
          {zoom && (
            <IconButton label="Show the whole run" icon={<RotateCcw />} onPress={resetZoom} />
          )}
          <Chip pressed={smoothed} onPress={toggleSmoothed}>
            Smooth
          </Chip>
        </div>
      </header>
      <OverlayLegend curves={curves} />
      <div className={styles.plot} onDoubleClick={resetZoom} onClick={showCursorStep}>
        <Plot label="Training and validation loss over steps" options={options} data={data} />
      </div>
    </section>
  );
}

/** While the view is held, a click shows the moment of the step under the cursor. */
function showCursorStep(): void {
  const { cursorStep } = useChartView.getState();
  if (cursorStep !== undefined && useTime.getState().mode === 'held') showStep(cursorStep);
}

interface Drawn {
  readonly range: { readonly from: number; readonly to: number };
  readonly lines: readonly ReferenceLine[];
  readonly checkpointSteps: readonly number[];
  readonly uniformNats: number;
  readonly curves: readonly OverlayCurve[];
  readonly zoomed: boolean;
  readonly data: ReturnType<typeof useLossData>;
}

/** Curves to draw; a fresh object also when the marks change, so that the plot draws them. */
function useLossData(
  smoothed: boolean,
  range: Drawn['range'],
  lines: Drawn['lines'],
  checkpointSteps: Drawn['checkpointSteps'],
  curves: Drawn['curves'],
) {
  const columns = useMetrics((metrics) => metrics.columns);
  const version = useMetrics((metrics) => metrics.version);
  const mean = useRef(createSmoothedLoss());
  return useMemo(() => {
    updateSmoothedLoss(mean.current, columns);
    const { validationLossNats } = columns;
    const rows = rowsToDraw(
      columns,
      range,
      BUCKETS,
      columns.lossNats,
      (row) => !Number.isNaN(validationLossNats[row]),
    );
    return [
      rows.map((row) => columns.step[row] ?? 0),
      valuesAt(columns.lossNats, rows),
      smoothed ? valuesAt(mean.current.values, rows) : rows.map(() => null),
      valuesAt(validationLossNats, rows),
    ] as [number[], (number | null)[], (number | null)[], (number | null)[]];
    // Columns change in place: the version tells. Marks are drawn with the curves.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [columns, version, range, smoothed, lines, checkpointSteps, curves]);
}

function lossOptions(
  theme: keyof typeof THEME_TOKENS,
  smoothed: boolean,
  drawn: () => Drawn,
): PlotOptions {
  const tokens = THEME_TOKENS[theme];
  const base = baseOptions(
    tokens,
    () => [drawn().range.from, drawn().range.to],
    () => {
      const { data, lines, uniformNats, curves, zoomed } = drawn();
      const references = zoomed ? [] : lines.map((line) => line.value);
      const empty = data[0].length === 0;
      if (empty && references.length === 0) return [0, uniformNats];
      const shown = [...data.slice(1), ...curves.map((curve) => curve.lossNats)];
      const range = paddedRange(shown, empty ? [...references, uniformNats] : references);
      return range ?? [0, uniformNats];
    },
    (nats, increment) => nats.toFixed(increment >= 0.5 ? 1 : increment >= 0.01 ? 2 : 3),
  );
  return {
    ...base,
    series: [
      {},
      {
        stroke: smoothed ? `${tokens.amber}66` : tokens.amber,
        width: smoothed ? 1 : 1.5,
        points: NO_POINTS,
      },
      { stroke: tokens.amber, width: 1.5, points: NO_POINTS },
      {
        stroke: tokens.text,
        width: 1.25,
        spanGaps: true,
        points: { show: true, size: 5, fill: tokens.text, stroke: tokens.panel, width: 1 },
      },
    ],
    hooks: {
      ...base.hooks,
      drawAxes: [(plot) => drawOverlays(plot, tokens, drawn().curves)],
      draw: [(plot) => drawMarks(plot, tokens, drawn().lines, drawn().checkpointSteps)],
    },
  };
}
