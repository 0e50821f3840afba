import { rowsToDraw } from './chart-data.ts';
import type { StepRange } from './chart-data.ts';
import { createSmoothedLoss, updateSmoothedLoss } from './smoothing.ts';
import type { SmoothedLoss } from './smoothing.ts';
import type { Overlay } from '../../store/overlays-slice.ts';
import type { PlotHandle } from '../../ui/Plot.tsx';
import type { ThemeTokens } from '../../theme/tokens.ts';

const BUCKETS = 600;

/** A stored run's smoothed loss, ready to be drawn. */
export interface OverlayCurve {
  readonly colour: keyof ThemeTokens;
  readonly steps: readonly number[];
  readonly lossNats: readonly number[];
}

const COLOURS = ['blue', 'green', 'red'] as const;
const smoothedOf = new WeakMap<Overlay, SmoothedLoss>();

/** Curves of the stored runs within the steps shown. */
export function overlayCurves(
  overlays: readonly Overlay[],
  range: StepRange,
): readonly OverlayCurve[] {
  return overlays.map((overlay, index) => {
    const { columns } = overlay;
    const smoothed = smoothedLoss(overlay);
    const rows = rowsToDraw(columns, range, BUCKETS, smoothed.values);
    return {
      colour: COLOURS[index % COLOURS.length] ?? 'blue',
      steps: rows.map((row) => columns.step[row] ?? 0),
      lossNats: rows.map((row) => smoothed.values[row] ?? 0),
    };
  });
}

/** Draws the curves over a plot, thinner than its own. */
export function drawOverlays(
  plot: PlotHandle,
  tokens: ThemeTokens,
  curves: readonly OverlayCurve[],
): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.lineWidth = devicePixelRatio;
  ctx.lineJoin = 'round';
  for (const curve of curves) {
    ctx.strokeStyle = tokens[curve.colour];
    ctx.beginPath();
    curve.steps.forEach((step, i) => {
      const [x, y] = [
        plot.valToPos(step, 'x', true),
        plot.valToPos(curve.lossNats[i] ?? 0, 'y', true),
      ];
      if (i === 0) ctx.moveTo(x, y);
      else ctx.lineTo(x, y);
    });
    ctx.stroke();
  }
  ctx.restore();
}

/** A stored run does not change: its smoothed loss is computed once. */
function smoothedLoss(overlay: Overlay): SmoothedLoss {
  const known = smoothedOf.get(overlay);
  if (known) return known;
  const smoothed = createSmoothedLoss();
  updateSmoothedLoss(smoothed, overlay.columns);
  smoothedOf.set(overlay, smoothed);
  return smoothed;
}
