import { hover } from '../../store/selection-slice.ts';
import type { Stage } from '../kit/stage.ts';

/**
 * Answers `stage.pickWanted` with a hover, one question under way at a time: asked in the page's next frame, answered as soon as the
 * pixels are read. Returns how to end it.
 */
export function pickOnDemand(stage: Stage): () => void {
  let asking = false;
  const step = (): void => {
    request = requestAnimationFrame(step);
    if (!stage.pickWanted || asking) return;
    stage.pickWanted = false;
    if (!stage.pointer) {
      hover(undefined);
      return;
    }
    asking = true;
    const { pointerLeft } = stage;
    stage
      .pickAt(stage.pointer.x, stage.pointer.y)
      .then((found) => {
        if (stage.pointerLeft === pointerLeft) hover(stage.pointer ? found : undefined);
      })
      .catch((error: unknown) => {
        // A context lost while reading: nothing is under the pointer until it is back.
        hover(undefined);
        if (error instanceof Error && !/context|sync|WAIT_FAILED/i.test(error.message)) throw error;
      })
      .finally(() => {
        asking = false;
      });
  };
  let request = requestAnimationFrame(step);
  return () => {
    cancelAnimationFrame(request);
  };
}
