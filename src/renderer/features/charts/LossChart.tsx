import { useEffect, useMemo, useRef } from 'react';
import type { MouseEvent } from 'react';
import { Download, RotateCcw } from 'lucide-react';
import { Chip } from '../../ui/Chip.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { OverlayLegend } from './OverlayLegend.tsx';
import { LossReadout } from './LossReadout.tsx';
import { Plot } from '../../ui/Plot.tsx';
import { lossOptions } from './loss-options.ts';
import type { DrawnLoss, LossData } from './loss-options.ts';
import { saveLossSvg } from './save-chart.ts';
import { createSmoothedLoss, updateSmoothedLoss } from './smoothing.ts';
import { overlayCurves } from './overlay-curves.ts';
import { useOverlays } from '../../store/overlays-slice.ts';
import { rowsToDraw, valuesAt } from './chart-data.ts';
import { resetZoom, togglePlanned, toggleSmoothed, useChartView } from './chart-view.ts';
import { useMetrics } from '../../store/metrics-slice.ts';
import { useReferences } from './use-references.ts';
import { useStepRange } from './use-step-range.ts';
import { notify } from '../../store/notice-slice.ts';
import { showStep, useTime } from '../../store/time-slice.ts';
import { useView } from '../../store/view-slice.ts';
import styles from './charts.module.css';

/** Buckets of a decimated curve: about one a pixel of a wide chart. */
const BUCKETS = 1_200;
/** Pixels a press may wander and still be a click. */
const CLICK_SLOP = 4;

/** Train and validation loss over steps, with the corpus's entropies to hold them against. */
export function LossChart() {
  const theme = useView((view) => view.theme);
  const { zoom, smoothed, planned } = useChartView();
  const { lines, checkpointSteps, uniformNats } = useReferences();
  const runId = useMetrics((metrics) => metrics.runId);
  const range = useStepRange();
  useEffect(resetZoom, [runId]);
  const overlays = useOverlays((state) => state.overlays);
  const curves = useMemo(() => overlayCurves(overlays, range), [overlays, range]);
  const heldStep = useTime(({ mode, step }) => (mode === 'held' ? step : undefined));
  const data = useLossData(smoothed, range, lines, checkpointSteps, curves, heldStep);

  const now: DrawnLoss = {
    ...{ range, lines, checkpointSteps, uniformNats, curves, data, heldStep },
    zoomed: zoom !== undefined,
  };
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
          <div className={styles.save}>
            <IconButton
              label="Save the chart as SVG"
              icon={<Download />}
              onPress={() => saveLossSvg(now)}
            />
          </div>
          <Chip pressed={planned} onPress={togglePlanned} label="All steps as planned">
            All steps
          </Chip>
          <Chip pressed={smoothed} onPress={toggleSmoothed}>
            Smooth
          </Chip>
        </div>
      </header>
      <OverlayLegend curves={curves} />
      <div
        className={styles.plot}
        onDoubleClick={resetZoom}
        onPointerDown={({ clientX }) => Object.assign(pressed, { x: clientX, wandered: false })}
        onPointerUp={({ clientX }) => {
          pressed.wandered = Math.abs(clientX - pressed.x) > CLICK_SLOP;
        }}
        onClick={showCursorStep}
      >
        <Plot label="Training and validation loss over steps" options={options} data={data} />
      </div>
    </section>
  );
}

/** A click shows the moment of the step under the cursor; the end of a drag, which zooms, does not. */
function showCursorStep(event: MouseEvent): void {
  const { cursorStep } = useChartView.getState();
  if (cursorStep === undefined || event.detail !== 1 || pressed.wandered) return;
  if (showStep(cursorStep)) return;
  notify({
    level: 'info',
    title: `Step ${cursorStep.toLocaleString('en')} is not recorded`,
    message: 'Only the last minutes can be shown again.',
  });
}

/** Where the pointer went down, and whether it has moved away since. */
const pressed = { x: 0, wandered: false };

/** Curves to draw; a fresh object also when the marks change, so that the plot draws them. */
function useLossData(
  smoothed: boolean,
  range: DrawnLoss['range'],
  lines: DrawnLoss['lines'],
  checkpointSteps: DrawnLoss['checkpointSteps'],
  curves: DrawnLoss['curves'],
  heldStep: number | undefined,
): LossData {
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
    ] as LossData;
    // Columns change in place: the version tells. Marks are drawn with the curves.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [columns, version, range, smoothed, lines, checkpointSteps, curves, heldStep]);
}
