import { create } from 'zustand';
import type { StepRange } from './chart-data.ts';

/** What the charts share: the zoom, and the step under the cursor. */
export interface ChartView {
  /** Steps zoomed to; undefined: the whole run. */
  readonly zoom: StepRange | undefined;
  readonly cursorStep: number | undefined;
  readonly smoothed: boolean;
  /** Whether every planned step has its place; otherwise the charts follow what is trained. */
  readonly planned: boolean;
}

export const useChartView = create<ChartView>(() => ({
  zoom: undefined,
  cursorStep: undefined,
  smoothed: true,
  planned: false,
}));

/** Narrowest zoom, in steps. */
const NARROWEST = 4;

export function zoomTo(range: StepRange): void {
  if (range.to - range.from >= NARROWEST) useChartView.setState({ zoom: range });
}

export function resetZoom(): void {
  useChartView.setState({ zoom: undefined });
}

export function setCursorStep(cursorStep: number | undefined): void {
  if (useChartView.getState().cursorStep !== cursorStep) useChartView.setState({ cursorStep });
}

export function toggleSmoothed(): void {
  useChartView.setState(({ smoothed }) => ({ smoothed: !smoothed }));
}

export function togglePlanned(): void {
  useChartView.setState(({ planned }) => ({ planned: !planned, zoom: undefined }));
}
