import { useEffect } from 'react';
import { useThree } from '@react-three/fiber';
import { Color, WebGLRenderTarget } from 'three';
import type { PerspectiveCamera, WebGLRenderer } from 'three';
import { newestFrames } from '../../store/newest-frames.ts';
import type { SelectedMany, Selection } from '../../store/selection-slice.ts';
import type { DrawnRegion } from '../../store/tool-slice.ts';
import { MARKER_REACH } from '../kit/point-material.ts';
import { useStage } from '../kit/stage.ts';
import type { Stage } from '../kit/stage.ts';
import { pickOnDemand } from './pick-on-demand.ts';
import { PICK_SIDE, pickResult } from './pick-result.ts';
import { idsInside, regionBox } from './region-result.ts';
import type { PixelBox } from './region-result.ts';

const NOTHING = new Color(0);

/**
 * Asks the GPU what lies under the pointer: draws ids instead of colours into the few pixels around it and reads them back
 * a frame later, without making the pipeline wait. Exact on every pixel, whatever the number of spheres and events.
 */
export function IdPicker() {
  const stage = useStage();
  const gl = useThree((three) => three.gl);
  const camera = useThree((three) => three.camera) as PerspectiveCamera;

  useEffect(() => {
    const side = PICK_SIDE + 2 * MARKER_REACH;
    const target = new WebGLRenderTarget(side, side);
    stage.pickAt = (x, y) => pickAt(stage, gl, camera, target, x, y);
    stage.pickInside = (region) => pickInside(stage, gl, camera, region);
    const stop = pickOnDemand(stage);
    return () => {
      stop();
      stage.pickAt = () => Promise.resolve(undefined);
      stage.pickInside = () => Promise.resolve({ spheres: [], events: [] });
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
): Promise<Selection | undefined> {
  if (gl.getContext().isContextLost()) return undefined;
  const [left, top] = [x, y].map((at) => Math.floor(at) - (PICK_SIDE - 1) / 2);
  const box = { left: left ?? 0, top: top ?? 0, width: PICK_SIDE, height: PICK_SIDE };
  const pixels = await readIds(stage, gl, camera, target, box);
  return pickResult(pixels, newestFrames.events);
}

/** Everything that has a pixel inside the region, in front of all else. */
async function pickInside(
  stage: Stage,
  gl: WebGLRenderer,
  camera: PerspectiveCamera,
  region: DrawnRegion,
): Promise<SelectedMany> {
  const box = regionBox(region, stage.size);
  if (!box || gl.getContext().isContextLost()) return { spheres: [], events: [] };
  const target = new WebGLRenderTarget(box.width + 2 * MARKER_REACH, box.height + 2 * MARKER_REACH);
  try {
    const pixels = await readIds(stage, gl, camera, target, box);
    return idsInside(pixels, box, region, newestFrames.events);
  } finally {
    target.dispose();
  }
}

/**
 * Draws the ids of a part of the stage and reads them: four bytes a pixel, the lowest row first. MARKER_REACH more is drawn on every
 * side, since a marker whose centre lies outside of the picture is left out whole.
 */
async function readIds(
  stage: Stage,
  gl: WebGLRenderer,
  camera: PerspectiveCamera,
  target: WebGLRenderTarget,
  { left, top, width, height }: PixelBox,
): Promise<Uint8Array> {
  const clear = gl.getClearColor(new Color());
  const clearAlpha = gl.getClearAlpha();
  const reach = MARKER_REACH;
  const [drawnWidth, drawnHeight] = [width + 2 * reach, height + 2 * reach];
  const { size } = stage;
  camera.setViewOffset(size.width, size.height, left - reach, top - reach, drawnWidth, drawnHeight);
  gl.setRenderTarget(target);
  gl.setClearColor(NOTHING, 0);
  gl.clear();
  gl.render(stage.pickScene, camera);
  gl.setRenderTarget(null);
  gl.setClearColor(clear, clearAlpha);
  camera.clearViewOffset();
  const pixels = new Uint8Array(width * height * 4);
  await gl.readRenderTargetPixelsAsync(target, reach, reach, width, height, pixels);
  return pixels;
}
