import type { PlotOptions } from '../../ui/Plot.tsx';
import { THEME_TOKENS } from '../../theme/tokens.ts';
import { paddedRange } from './chart-data.ts';
import { baseOptions, drawCheckpoints, drawHeldStep, drawReferences } from './plot-options.ts';
import type { ReferenceLine } from './plot-options.ts';
import { drawOverlays } from './overlay-curves.ts';
import type { OverlayCurve } from './overlay-curves.ts';

const NO_POINTS = { show: false };

/** Steps, training loss, smoothed loss, validation loss; null: not measured. */
export type LossData = [number[], (number | null)[], (number | null)[], (number | null)[]];

/** What the chart shows now; the plot reads it when it draws, long after its options were built. */
export interface DrawnLoss {
  readonly range: { readonly from: number; readonly to: number };
  readonly lines: readonly ReferenceLine[];
  readonly checkpointSteps: readonly number[];
  readonly uniformNats: number;
  readonly curves: readonly OverlayCurve[];
  readonly zoomed: boolean;
  readonly data: LossData;
  /** Step of the moment shown while the view is held. */
  readonly heldStep: number | undefined;
}

/** Range of the vertical axis: every curve and, of a whole run, the entropies it is held against. */
export function lossRange(drawn: DrawnLoss): readonly [number, number] {
  const { data, lines, uniformNats, curves, zoomed } = drawn;
  const references = zoomed ? [] : lines.map((line) => line.value);
  const empty = data[0].length === 0;
  if (empty && references.length === 0) return [0, uniformNats];
  const shown = [...data.slice(1), ...curves.map((curve) => curve.lossNats)];
  const range = paddedRange(shown, empty ? [...references, uniformNats] : references);
  return range ?? [0, uniformNats];
}

/** A tick of the vertical axis, with as many decimals as its distance to the next needs. */
export function lossText(nats: number, increment: number): string {
  return nats.toFixed(increment >= 0.5 ? 1 : increment >= 0.01 ? 2 : 3);
}

/** The loss chart as uPlot draws it. */
export function lossOptions(
  theme: keyof typeof THEME_TOKENS,
  smoothed: boolean,
  drawn: () => DrawnLoss,
): PlotOptions {
  const tokens = THEME_TOKENS[theme];
  const base = baseOptions(
    tokens,
    () => [drawn().range.from, drawn().range.to],
    () => lossRange(drawn()),
    lossText,
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
      drawAxes: [
        (plot) => {
          drawReferences(plot, tokens, drawn().lines);
          drawOverlays(plot, tokens, drawn().curves);
        },
      ],
      draw: [
        (plot) => {
          drawCheckpoints(plot, tokens, drawn().checkpointSteps);
          drawHeldStep(plot, tokens, drawn().heldStep);
        },
      ],
    },
  };
}
