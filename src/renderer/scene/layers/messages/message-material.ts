import { Vector3, Vector4 } from 'three';
import type { ShaderMaterial } from 'three';
import { NODE_ZERO } from '../../../../shared/frames/message-frame.ts';
import { POINT_GLSL, createPointMaterial } from '../../kit/point-material.ts';
import { createLineMaterial, LINE_GLSL } from '../../kit/thin-lines.ts';
import { PLACE_GLSL } from '../spheres/sphere-places.ts';
import { MOST_THEFTS } from './message-flow.ts';
import { MESSAGE_GROUPS } from './message-groups.ts';
import { NODE_ZERO_HEIGHT } from './message-layout.ts';

/** Straight pieces that an arc is drawn with. */
export const ARC_PIECES = 20;

const float = (x: number): string => (Number.isInteger(x) ? `${x}.0` : String(x));

/** Where a sender or receiver is: a sphere, or Node Zero above the lattice. */
const END_GLSL = /* glsl */ `
  ${PLACE_GLSL}
  uniform uint now;
  uniform float wayMs;
  uniform vec4 clip;

  vec4 endOf(uint id) {
    return id == ${NODE_ZERO}u ? vec4(0.0, ${float(NODE_ZERO_HEIGHT)}, 0.0, 0.02) : placeOf(id);
  }
`;

const PULSE = /* glsl */ `
  in uvec4 pulse;
  uniform float size;
  uniform bool still;
  uniform vec3 groups[${MESSAGE_GROUPS.length}];
  ${END_GLSL}
  ${POINT_GLSL}

  void main() {
    leaveOut(0u);
    float way = float(int(now - pulse.z)) / wayMs;
    if (pulse.x == pulse.y || way < 0.0 || way > 1.0) return;
    vec4 a = endOf(pulse.x);
    vec4 b = endOf(pulse.y);
    float apart = distance(a.xyz, b.xyz);
    if (a.w <= 0.0 || b.w <= 0.0 || apart <= a.w + b.w) return;
    vec3 along = (b.xyz - a.xyz) / apart;
    float eased = still ? 0.5 : way * way * (3.0 - 2.0 * way);
    vec3 at = mix(a.xyz + along * a.w, b.xyz - along * b.w, eased);
    if (dot(clip.xyz, at) > clip.w) return;
    vec4 view = modelViewMatrix * vec4(at, 1.0);
    gl_Position = projectionMatrix * view;
    uint group = pulse.w & 15u;
    float urgent = float((pulse.w >> 4) & 15u);
    float many = float((pulse.w >> 8) & 15u);
    float radius = clamp(0.3 * min(a.w, b.w), 0.003, 0.011);
    float wide = 2.0 * radius * (0.8 + 0.2 * urgent) * (1.0 + 0.08 * many) * size / -view.z;
    float shown = smoothstep(0.0, 0.12, way) * (1.0 - smoothstep(0.88, 1.0, way));
    drawPoint(clamp(wide, 2.0 * ratio, 14.0 * ratio), 0, mix(groups[group], vec3(1.0), 0.12), shown);
  }
`;

/** An arc from where the work was to where it went, lifted away from the lattice's middle; brightest at its head. */
const ARC = /* glsl */ `
  uniform highp usampler2D thefts;
  uniform bool still;
  ${END_GLSL}
  ${LINE_GLSL}

  void main() {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    vAcross = 0.0;
    vAlpha = 0.0;
    int arc = quadOf() / ${ARC_PIECES};
    uvec4 pulse = texelFetch(thefts, ivec2(arc % ${MOST_THEFTS}, arc / ${MOST_THEFTS}), 0);
    float way = float(int(now - pulse.z)) / (2.0 * wayMs);
    if (pulse.x == pulse.y || way < 0.0 || way > 1.0) return;
    vec4 a = endOf(pulse.x);
    vec4 b = endOf(pulse.y);
    if (a.w <= 0.0 || b.w <= 0.0) return;
    float apart = distance(a.xyz, b.xyz);
    vec3 middle = 0.5 * (a.xyz + b.xyz);
    vec3 outwards = length(middle) > 0.05 ? normalize(middle) : vec3(0.0, 1.0, 0.0);
    vec3 lifted = middle + (outwards + vec3(0.0, 0.35, 0.0)) * apart * 0.55;
    float piece = float(quadOf() % ${ARC_PIECES});
    float t0 = piece / ${float(ARC_PIECES)};
    float t1 = (piece + 1.0) / ${float(ARC_PIECES)};
    vec3 p0 = mix(mix(a.xyz, lifted, t0), mix(lifted, b.xyz, t0), t0);
    vec3 p1 = mix(mix(a.xyz, lifted, t1), mix(lifted, b.xyz, t1), t1);
    if (max(dot(clip.xyz, p0), dot(clip.xyz, p1)) > clip.w) return;
    float head = still ? 1.0 : min(1.0, way * 1.8);
    float behind = head - t1;
    float glow = behind < -0.02 ? 0.0 : still ? 0.7 : mix(0.32, 1.0, exp(-6.0 * max(0.0, behind)));
    float fade = 1.0 - smoothstep(0.7, 1.0, way);
    drawLine(modelViewMatrix * vec4(p0, 1.0), modelViewMatrix * vec4(p1, 1.0), glow * fade);
  }
`;

const ends = (): Record<string, { value: unknown }> => ({
  placesFrom: { value: null },
  placesTo: { value: null },
  placesShare: { value: 1 },
  now: { value: 0 },
  wayMs: { value: 300 },
  still: { value: false },
  clip: { value: new Vector4(0, 0, 0, 1) },
});

/** Pulses along links: one point each, one draw call. */
export function createPulseMaterial(): ShaderMaterial {
  return createPointMaterial(PULSE, {
    ...ends(),
    size: { value: 1 },
    groups: { value: MESSAGE_GROUPS.map(() => new Vector3()) },
  });
}

/** Arcs of stolen work: ARC_PIECES short lines each, one draw call. */
export function createArcMaterial(): ShaderMaterial {
  return createLineMaterial(1.5, ARC, { ...ends(), thefts: { value: null } });
}
