import { Vector3, Vector4 } from 'three';
import type { PerspectiveCamera } from 'three';
import type { ClipPlane } from '../../store/filter-slice.ts';
import { RING } from '../layers/events/event-layout.ts';

/** Distances before the eye over which things sink into the ground: from the front of the lattice to behind the ring. */
export function hazeOf(eyeDistance: number): [number, number] {
  return [eyeDistance - 0.7, eyeDistance + RING.outer + 0.7];
}

const clipPlane = new Vector4();
const AXES = { x: [1, 0, 0], y: [0, 1, 0], z: [0, 0, 1] } as const;

/** What is beyond the plane has dot(xyz, place) > w; without a plane nothing is. One shared vector, overwritten by each call. */
export function clipVector(clip: ClipPlane | undefined): Vector4 {
  if (!clip) return clipPlane.set(0, 0, 0, 1);
  const sign = clip.keep === 'below' ? 1 : -1;
  const [x, y, z] = AXES[clip.axis];
  return clipPlane.set(x * sign, y * sign, z * sign, clip.at * sign);
}

/** Slope of a device pixel: times a distance it is the pixel's size there. */
export function pixelSlope(camera: PerspectiveCamera, deviceHeight: number): number {
  // A part of a view is drawn as large as the whole would be.
  const { view } = camera;
  const whole = view?.enabled ? (deviceHeight * view.fullHeight) / view.height : deviceHeight;
  return (2 * Math.tan((camera.fov * Math.PI) / 360)) / Math.max(1, whole);
}

const up = new Vector3();

/** The world's up direction as the camera sees it; one shared vector, overwritten by each call. */
export function upInView(camera: PerspectiveCamera): Vector3 {
  return up.set(0, 1, 0).transformDirection(camera.matrixWorldInverse);
}
