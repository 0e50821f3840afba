import { useEffect, useRef } from 'react';
import { viewAxes } from '../camera/camera-fit.ts';
import { faceStage } from '../camera/stage-keys.ts';
import { useStage } from '../kit/stage.ts';
import type { Face } from '../../store/stage-port.ts';

/** Pixels from the middle to an axis' end. */
const REACH = 22;
const SIDE = 64;

/** The world's axes and what pressing their end looks along: x to 3 o'clock, y up, z to 6 o'clock. */
const AXES = [
  { name: 'x', axis: [1, 0, 0], face: 'right' },
  { name: 'y', axis: [0, 1, 0], face: 'top' },
  { name: 'z', axis: [0, 0, 1], face: 'front' },
] as const satisfies readonly { name: string; axis: readonly number[]; face: Face }[];

/** Which way is which: the axes as the camera sees them. */
export function AxesGizmo() {
  const stage = useStage();
  const drawing = useRef<SVGSVGElement>(null);
  useEffect(() => {
    let drawnFor: unknown;
    const draw = (): void => {
      const { view } = stage.orbit;
      if (drawnFor === view || !drawing.current) return;
      drawnFor = view;
      placeAxes(drawing.current, viewAxes(view.azimuth, view.elevation));
    };
    draw();
    stage.drawn.add(draw);
    return () => {
      stage.drawn.delete(draw);
    };
  }, [stage]);
  return (
    <svg
      ref={drawing}
      className="scene-axes"
      viewBox={`${-SIDE / 2} ${-SIDE / 2} ${SIDE} ${SIDE}`}
      data-over-stage=""
      aria-hidden="true"
    >
      {AXES.map(({ name, face }) => (
        <g key={name} data-axis={name} onClick={() => faceStage(stage, face)}>
          <line x1={0} y1={0} />
          <circle r={7} />
          <text>{name}</text>
        </g>
      ))}
    </svg>
  );
}

type Vector = readonly [number, number, number];

function placeAxes(
  drawing: SVGSVGElement,
  { right, up, back }: Record<'right' | 'up' | 'back', Vector>,
): void {
  const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  AXES.forEach(({ axis }, i) => {
    const group = drawing.children[i];
    if (!(group instanceof SVGGElement)) return;
    const [x, y] = [dot(axis, right) * REACH, -dot(axis, up) * REACH];
    const [line, circle, text] = group.children;
    line?.setAttribute('x2', x.toFixed(2));
    line?.setAttribute('y2', y.toFixed(2));
    circle?.setAttribute('cx', x.toFixed(2));
    circle?.setAttribute('cy', y.toFixed(2));
    text?.setAttribute('x', x.toFixed(2));
    text?.setAttribute('y', y.toFixed(2));
    // What points away from the eye is paler.
    group.style.opacity = (0.72 + 0.28 * dot(axis, back)).toFixed(2);
  });
}
