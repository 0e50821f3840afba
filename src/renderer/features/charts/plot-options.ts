import type { PlotHandle, PlotOptions } from '../../ui/Plot.tsx';
import { setCursorStep, zoomTo } from './chart-view.ts';
import type { ThemeTokens } from '../../theme/tokens.ts';

export const CHART_FONT = "11px 'Inter Variable', Inter, system-ui, sans-serif";
/** Cursors of all charts move together. */
const SYNC_KEY = 'steps';
const AXIS_WIDTH = 44;

/** A vertical axis that takes its range from the feature. */
export type RangeOf = () => readonly [number, number];

/** What the charts over steps have in common: axes, cursor, zoom by dragging. */
export function baseOptions(
  tokens: ThemeTokens,
  xRange: RangeOf,
  yRange: RangeOf,
  yText: (value: number, increment: number) => string,
  tickSpace = 28,
): Pick<PlotOptions, 'scales' | 'axes' | 'cursor' | 'legend' | 'padding' | 'hooks'> {
  const axis = {
    stroke: tokens.muted,
    font: CHART_FONT,
    ticks: { show: false },
    grid: { stroke: tokens.line, width: 1 },
  };
  return {
    legend: { show: false },
    padding: [8, 28, 0, 0],
    scales: {
      x: { time: false, range: () => [...xRange()] },
      y: { range: () => [...yRange()] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 24,
        gap: 4,
        space: 72,
        values: (_, splits) =>
          splits.map((step) => (Number.isInteger(step) ? step.toLocaleString('en') : '')),
      },
      {
        ...axis,
        size: AXIS_WIDTH,
        gap: 6,
        space: tickSpace,
        values: (_, splits) => {
          const increment = (splits[1] ?? 0) - (splits[0] ?? 0);
          return splits.map((value) => yText(value, increment));
        },
      },
    ],
    cursor: {
      sync: { key: SYNC_KEY, setSeries: false },
      y: false,
      drag: { x: true, y: false, setScale: false },
      points: { show: false },
      bind: { dblclick: () => null },
    },
    hooks: {
      setCursor: [
        (plot) => {
          const { left, event } = plot.cursor;
          if (!event) return; // moved by another chart
          const inside = left !== undefined && left !== null && left >= 0;
          setCursorStep(inside ? Math.round(plot.posToVal(left, 'x')) : undefined);
        },
      ],
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width < 4) return;
          zoomTo({
            from: Math.max(0, Math.round(plot.posToVal(left, 'x'))),
            to: Math.round(plot.posToVal(left + width, 'x')),
          });
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
    },
  };
}

/** A horizontal line with its name at the right end, above the line. */
export interface ReferenceLine {
  readonly name: string;
  readonly value: number;
}

/** Draws reference lines with their names, in device pixels; before the curves, so that no name hides one. */
export function drawReferences(
  plot: PlotHandle,
  tokens: ThemeTokens,
  lines: readonly ReferenceLine[],
): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.font = CHART_FONT.replace('11px', `${11 * ratio}px`);
  ctx.textAlign = 'right';
  ctx.textBaseline = 'bottom';
  for (const line of lines) {
    const y = Math.round(plot.valToPos(line.value, 'y', true)) + 0.5;
    ctx.strokeStyle = tokens.faint;
    ctx.lineWidth = ratio;
    ctx.setLineDash([3 * ratio, 4 * ratio]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    const right = bbox.left + bbox.width - 4 * ratio;
    const width = ctx.measureText(line.name).width;
    ctx.fillStyle = tokens.panel;
    ctx.globalAlpha = 0.8;
    ctx.fillRect(right - width - 3 * ratio, y - 15 * ratio, width + 6 * ratio, 14 * ratio);
    ctx.globalAlpha = 1;
    ctx.fillStyle = tokens.muted;
    ctx.fillText(line.name, right, y - 2 * ratio);
  }
  ctx.restore();
}

/** Draws a mark at the foot of a plot for each checkpoint, in device pixels. */
export function drawCheckpoints(
  plot: PlotHandle,
  tokens: ThemeTokens,
  checkpointSteps: readonly number[],
): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.fillStyle = tokens.amber;
  const foot = bbox.top + bbox.height;
  const half = 4 * devicePixelRatio;
  for (const step of checkpointSteps) {
    const x = plot.valToPos(step, 'x', true);
    ctx.beginPath();
    ctx.moveTo(x - half, foot);
    ctx.lineTo(x + half, foot);
    ctx.lineTo(x, foot - 6 * devicePixelRatio);
    ctx.fill();
  }
  ctx.restore();
}

/** Draws the step of the moment that the lattice shows, over the whole height. */
export function drawHeldStep(
  plot: PlotHandle,
  tokens: ThemeTokens,
  step: number | undefined,
): void {
  if (step === undefined) return;
  const { ctx, bbox } = plot;
  const x = Math.round(plot.valToPos(step, 'x', true));
  if (x < bbox.left || x > bbox.left + bbox.width) return;
  ctx.save();
  ctx.fillStyle = tokens.blue;
  ctx.fillRect(x, bbox.top, Math.max(1, devicePixelRatio), bbox.height);
  ctx.restore();
}
