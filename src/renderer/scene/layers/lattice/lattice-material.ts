import { Vector2, Vector3, Vector4 } from 'three';
import type { ShaderMaterial } from 'three';
import { CLASSES } from '../../kit/class-palette.ts';
import { MAPPED_GLSL, POINT_GLSL, createPointMaterial } from '../../kit/point-material.ts';
import { LATTICE_PLACE_GLSL } from './lattice-layout.ts';

/** Reads a prime's terms as the engine gave them; which of them count, and where that puts it, is decided here. */
const VERTEX = /* glsl */ `
  in uint place;
  in float spiral;
  in float omega;
  in float psi;
  uniform vec3 classes[${CLASSES}];
  uniform uint stride;
  uniform float count;
  uniform vec2 sharedTerms;
  uniform float terms[5];
  uniform float size;
  uniform vec4 clip;
  uniform int colouring;
  uniform int layoutFrom;
  uniform int layoutTo;
  uniform float layoutShare;
  uniform float floorAt;
  uniform bool behind;
  ${POINT_GLSL}
  ${MAPPED_GLSL}
  ${LATTICE_PLACE_GLSL}

  void main() {
    uint row = uint(gl_VertexID) * stride;
    uint k = row + 1u;
    float theta = terms[0] * spiral + terms[1] * sharedTerms.x + terms[2] * sharedTerms.y +
      terms[3] * omega + terms[4] * psi;
    theta = mod(theta, 2.0 * LATTICE_PI);
    vec3 at = latticePoint(layoutTo, k, count, theta, place, floorAt);
    if (layoutShare < 1.0) {
      at = mix(latticePoint(layoutFrom, k, count, theta, place, floorAt), at, layoutShare);
    }
    leaveOut(row);
    if (dot(clip.xyz, at) > clip.w) return;
    vec4 view = modelViewMatrix * vec4(at, 1.0);
    gl_Position = projectionMatrix * view;
    int group = int(place >> 24);
    vec3 colour = colouring == 0 ? classes[group]
      : colouring == 1 ? mapped(theta / (2.0 * LATTICE_PI))
      : colouring == 2 ? mapped(0.5 + psi / (2.0 * LATTICE_PI))
      : mapped((float(k) - 1.0) / max(1.0, count - 1.0));
    float strength = 1.0;
    // Around the spheres, what lies before them must not hide them.
    if (behind && layoutTo == 4) {
      strength = mix(1.0, 0.25, smoothstep(-0.1, 0.45, normalize(mat3(modelViewMatrix) * at).z));
    }
    float wide = clamp(size / -view.z, 1.0, 22.0 * ratio);
    drawPoint(wide, colouring == 0 ? group % 4 : 0, colour, strength);
  }
`;

/** One point a prime, one draw call. */
export function createLatticeMaterial(): ShaderMaterial {
  return createPointMaterial(VERTEX, {
    map: { value: null },
    classes: { value: Array.from({ length: CLASSES }, () => new Vector3()) },
    stride: { value: 1 },
    count: { value: 1 },
    sharedTerms: { value: new Vector2() },
    terms: { value: [1, 1, 1, 1, 1] },
    size: { value: 8 },
    clip: { value: new Vector4(0, 0, 0, 1) },
    colouring: { value: 0 },
    layoutFrom: { value: 0 },
    layoutTo: { value: 0 },
    layoutShare: { value: 1 },
    floorAt: { value: 0 },
    behind: { value: false },
  });
}
