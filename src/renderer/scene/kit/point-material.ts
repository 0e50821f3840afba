import { GLSL3, NoBlending, ShaderMaterial } from 'three';
import type { ShaderMaterialParameters } from 'three';
import { POINT_SHAPE_GLSL } from './point-shapes.ts';

/** Half of the widest marker with its soft edge, in CSS pixels: events of a class in the region and primes reach as far. */
export const MARKER_REACH = 12;

/**
 * GLSL for the vertex stage of a cloud of points: call leaveOut first, then drawPoint for what is seen. Sizes are device pixels, `ratio`
 * of them to a CSS pixel. vRow is what the id buffer names.
 */
export const POINT_GLSL = /* glsl */ `
  uniform float ratio;
  out vec4 vColour;
  out float vSize;
  flat out int vShape;
  flat out uint vRow;

  void leaveOut(uint row) {
    vRow = row;
    vColour = vec4(0.0);
    vSize = 0.0;
    vShape = 0;
    gl_PointSize = 0.0;
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
  }

  void drawPoint(float size, int shape, vec3 colour, float strength) {
    vSize = size;
    vShape = shape;
    vColour = vec4(colour, strength);
    gl_PointSize = size + 1.0;
  }
`;

const FRAGMENT_INPUTS = /* glsl */ `
  precision highp float;
  in vec4 vColour;
  in float vSize;
  flat in int vShape;
  flat in uint vRow;
  layout(location = 0) out vec4 outColour;
  ${POINT_SHAPE_GLSL}
`;

const SHOW = /* glsl */ `
  ${FRAGMENT_INPUTS}
  void main() {
    float alpha = vColour.a * shapeCover(vShape, gl_PointCoord, vSize);
    outColour = vec4(vColour.rgb * alpha, alpha);
  }
`;

/** Share of a pixel that a marker must cover to be found there: the finest dust covers one pixel so far, wherever it lies. */
const FOUND = 0.25;

/** The shape as drawn, an outline's inside included. */
const identify = (bit: number): string => /* glsl */ `
  ${FRAGMENT_INPUTS}
  void main() {
    if (shapeCover(vShape & 7, gl_PointCoord, vSize) < ${FOUND}) discard;
    uint id = ${bit}u + vRow + 1u;
    outColour = vec4(uvec4(id & 255u, (id >> 8) & 255u, (id >> 16) & 255u, 255u)) / 255.0;
  }
`;

type Uniforms = ShaderMaterialParameters['uniforms'];

/** Points that blend over what lies behind; `vertexShader` contains POINT_GLSL. */
export function createPointMaterial(vertexShader: string, uniforms: Uniforms): ShaderMaterial {
  return new ShaderMaterial({
    glslVersion: GLSL3,
    vertexShader,
    fragmentShader: SHOW,
    transparent: true,
    premultipliedAlpha: true,
    depthWrite: false,
    uniforms: { ratio: { value: 1 }, ...uniforms },
  });
}

/** The same points for the id buffer, as bit + row + 1; it has a pixel for each CSS pixel, and shares all uniforms but the sizes. */
export function createPointIdMaterial(visible: ShaderMaterial, bit: number): ShaderMaterial {
  const material = new ShaderMaterial({
    glslVersion: GLSL3,
    vertexShader: visible.vertexShader,
    fragmentShader: identify(bit),
    blending: NoBlending,
  });
  material.uniforms = { ...visible.uniforms, size: { value: 1 }, ratio: { value: 1 } };
  return material;
}

/** The colour at a share of the scale in the texture `map`. */
export const MAPPED_GLSL = /* glsl */ `
  uniform sampler2D map;

  vec3 mapped(float share) {
    return texelFetch(map, ivec2(int(clamp(share, 0.0, 1.0) * 255.0 + 0.5), 0), 0).rgb;
  }
`;
