import { create } from 'zustand';
import { appendMetrics, createMetricsColumns } from './metrics-columns.ts';
import type { MetricsBatch } from '../../shared/contract/topics.ts';
import type { MetricsColumns } from './metrics-columns.ts';

/** A stored run whose loss is drawn under the present one's. */
export interface Overlay {
  readonly runId: string;
  readonly columns: MetricsColumns;
}

/** Overlays shown at once: as many as there are colours that can be told apart. */
export const MOST_OVERLAYS = 3;

/** Stored runs to compare with, oldest choice first. */
export const useOverlays = create<{ readonly overlays: readonly Overlay[] }>(() => ({
  overlays: [],
}));

/** Adds a run's whole history; the oldest overlay makes room. */
export function addOverlay(history: MetricsBatch): void {
  const columns = createMetricsColumns();
  appendMetrics(columns, history);
  removeOverlay(history.runId);
  useOverlays.setState(({ overlays }) => ({
    overlays: [...overlays, { runId: history.runId, columns }].slice(-MOST_OVERLAYS),
  }));
}

export function removeOverlay(runId: string): void {
  useOverlays.setState(({ overlays }) => ({
    overlays: overlays.filter((overlay) => overlay.runId !== runId),
  }));
}
