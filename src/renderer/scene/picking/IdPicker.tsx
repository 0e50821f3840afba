import { useEffect } from 'react';
import { useThree } from '@react-three/fiber';
import { Color, WebGLRenderTarget } from 'three';
import type { PerspectiveCamera, WebGLRenderer } from 'three';
import { hover } from '../../store/selection-slice.ts';
import { useStage } from '../kit/stage.ts';
import type { Stage } from '../kit/stage.ts';
import { idOfPixel } from './pick-id.ts';

const NOTHING = new Color(0);

/**
 * Asks the GPU what lies under the pointer: draws the spheres' ids into one pixel and reads it back a frame later, without
 * making the pipeline wait. Exact on every pixel, whatever the number of spheres.
 */
export function IdPicker() {
  const stage = useStage();
  const gl = useThree((three) => three.gl);
  const camera = useThree((three) => three.camera) as PerspectiveCamera;

  useEffect(() => {
    const target = new WebGLRenderTarget(1, 1);
    stage.pickAt = (x, y) => pickAt(stage, gl, camera, target, x, y);
    const stop = pickOnDemand(stage);
    return () => {
      stop();
      stage.pickAt = () => Promise.resolve(undefined);
      target.dispose();
    };
  }, [stage, gl, camera]);
  return null;
}

async function pickAt(
  stage: Stage,
  gl: WebGLRenderer,
  camera: PerspectiveCamera,
  target: WebGLRenderTarget,
  x: number,
  y: number,
): Promise<number | undefined> {
  if (!stage.pickScene || gl.getContext().isContextLost()) return undefined;
  const { width, height } = stage.size;
  const clear = gl.getClearColor(new Color());
  const clearAlpha = gl.getClearAlpha();
  camera.setViewOffset(width, height, Math.floor(x), Math.floor(y), 1, 1);
  gl.setRenderTarget(target);
  gl.setClearColor(NOTHING, 0);
  gl.clear();
  gl.render(stage.pickScene, camera);
  gl.setRenderTarget(null);
  gl.setClearColor(clear, clearAlpha);
  camera.clearViewOffset();
  const pixel = await gl.readRenderTargetPixelsAsync(target, 0, 0, 1, 1, new Uint8Array(4));
  return idOfPixel(pixel as Uint8Array);
}

/** Answers `stage.pickWanted` with a hover, one question under way at a time. */
function pickOnDemand(stage: Stage): () => void {
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
    stage
      .pickAt(stage.pointer.x, stage.pointer.y)
      .then((id) => {
        hover(id === undefined || !stage.pointer ? undefined : { kind: 'sphere', id });
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
