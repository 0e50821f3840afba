import { addOverlay, removeOverlay, useOverlays } from '../store/overlays-slice.ts';
import { callHost, failureMessage } from './host-call.ts';
import { notify } from '../store/notice-slice.ts';

/** Draws a stored run's loss under the present one's, or takes it away again. */
export async function toggleOverlay(runId: string): Promise<void> {
  if (useOverlays.getState().overlays.some((overlay) => overlay.runId === runId)) {
    removeOverlay(runId);
    return;
  }
  try {
    addOverlay(await callHost('run.history', { runId }));
  } catch (error) {
    notify({ level: 'error', title: 'The run cannot be compared', message: failureMessage(error) });
  }
}
