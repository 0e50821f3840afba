import { useEffect } from 'react';
import { useFrame, useThree } from '@react-three/fiber';
import { Vector3 } from 'three';
import type { PerspectiveCamera } from 'three';
import { primeLattice } from '../../store/lattice-table.ts';
import { newestFrames } from '../../store/newest-frames.ts';
import { eyeOf } from '../camera/camera-fit.ts';
import { Governor } from './governor.ts';
import { GpuQueue } from './gpu-queue.ts';
import { useStage } from './stage.ts';
import type { Stage } from './stage.ts';

/**
 * Draws when there is a reason: at once when the camera moves or the selection changes, at the data rate
 * when a new frame came, never otherwise, and never where nobody can see it. Measures what each frame costs.
 */
export function FrameDriver() {
  const stage = useStage();
  const advance = useThree((three) => three.advance);
  const size = useThree((three) => three.size);
  const gl = useThree((three) => three.gl);
  const setDpr = useThree((three) => three.setDpr);
  const camera = useThree((three) => three.camera) as PerspectiveCamera;

  useEffect(() => {
    stage.size = { width: size.width, height: size.height };
    stage.project = (x, y, z) => projectToStage(camera, stage.size, x, y, z);
    stage.orbit.resize(stage.size);
    stage.dirty = true;
  }, [stage, size, camera]);

  useFrame(({ gl, scene }) => {
    gl.setRenderTarget(stage.capture ?? null);
    if (stage.capture) gl.clear();
    gl.render(scene, camera);
    stage.drawCalls = gl.info.render.calls;
  }, 1);

  useEffect(() => {
    const governor = new Governor(stage.quality);
    const show = (): void => {
      stage.quality = governor.quality;
      stage.governorLevel = governor.level;
      setDpr(Math.min(window.devicePixelRatio || 1, stage.quality.maxPixelRatio));
      stage.dirty = true;
    };
    const room = stage.quality.framesUnderWay;
    const queue = new GpuQueue(gl.getContext() as WebGL2RenderingContext, room);
    return runFrames(stage, camera, advance, { governor, show, queue });
  }, [stage, camera, advance, setDpr, gl]);
  return null;
}

/** After so long the page was not shown, or slept: no frame takes it. */
const AWAY_MS = 10_000;
/** A frame under way for longer than this is slow, not only told of late. */
const SEEN_MS = 50;

interface Restraint {
  readonly governor: Governor;
  /** Shows the stage at the governor's level from the next frame on. */
  readonly show: () => void;
  readonly queue: GpuQueue;
}

/** The frame loop; returns how to end it. */
function runFrames(
  stage: Stage,
  camera: PerspectiveCamera,
  advance: (timeMs: number) => void,
  { governor, show, queue }: Restraint,
): () => void {
  let drawnVersions = -1;
  let drawnAtMs = 0;
  let lastMs = performance.now();
  let drew = false;
  /** Longest time between two of the page's frames since the last was drawn: a renderer that lags may block a later one. */
  let longestMs = 0;
  let movedMeanwhile = false;
  const frame = (): void => {
    request = requestAnimationFrame(frame);
    const beganMs = performance.now();
    if (document.hidden) {
      lastMs = beganMs;
      return;
    }
    const gapMs = beganMs - lastMs;
    const waitedMs = queue.waitedMs(beganMs);
    const full = queue.full(beganMs);
    if (gapMs < AWAY_MS) longestMs = Math.max(longestMs, gapMs);
    // How long a frame is under way is a measure too, beyond what the telling takes.
    if (waitedMs > SEEN_MS) longestMs = Math.max(longestMs, Math.min(waitedMs, AWAY_MS));
    const moved = stage.orbit.advance(gapMs) || movedMeanwhile;
    lastMs = beganMs;
    // The newest is drawn when there is room; what is older is drawn no more.
    movedMeanwhile = full && moved;
    if (full) return;
    const versions = shownVersions();
    const due = beganMs - drawnAtMs >= stage.quality.dataFrameMs;
    const data = due && (versions !== drawnVersions || stage.settling);
    if (!moved && !stage.dirty && !data) return;
    if (drew && longestMs > 0) {
      stage.meter.gap(longestMs);
      if (governor.take(longestMs)) show();
    }
    longestMs = 0;
    drawnVersions = versions;
    drawnAtMs = beganMs;
    drew = true;
    stage.dirty = false;
    stage.settling = false;
    placeCamera(camera, stage);
    advance(beganMs);
    queue.add(beganMs);
    for (const listener of stage.drawn) listener();
    if (moved && stage.pointer) stage.pickWanted = true;
    stage.meter.frame(performance.now() - beganMs);
  };
  let request = requestAnimationFrame(frame);
  return () => {
    cancelAnimationFrame(request);
  };
}

/** Changes with everything that is drawn from the store's fast arrays. */
function shownVersions(): number {
  const { spheres, events, tokens, messages } = newestFrames;
  return (
    spheres.changes + events.version + tokens.version + messages.changes + primeLattice.version
  );
}

/** Puts the camera where the orbit looks from, with near and far planes close around everything drawn. */
function placeCamera(camera: PerspectiveCamera, { orbit }: Stage): void {
  const { view } = orbit;
  const [x, y, z] = eyeOf(view);
  camera.position.set(x, y, z);
  camera.up.set(0, 1, 0);
  camera.lookAt(view.target[0], view.target[1], view.target[2]);
  const away = Math.hypot(x, y, z);
  camera.near = Math.max(0.004, away - 2.4);
  camera.far = away + 2.6;
  camera.updateProjectionMatrix();
  camera.updateMatrixWorld();
}

const point = new Vector3();

function projectToStage(
  camera: PerspectiveCamera,
  size: { readonly width: number; readonly height: number },
  x: number,
  y: number,
  z: number,
): { x: number; y: number; depth: number } {
  point.set(x, y, z).applyMatrix4(camera.matrixWorldInverse);
  const depth = -point.z;
  point.applyMatrix4(camera.projectionMatrix);
  return {
    x: ((point.x + 1) / 2) * size.width,
    y: ((1 - point.y) / 2) * size.height,
    depth,
  };
}
