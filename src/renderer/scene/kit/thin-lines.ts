import { DoubleSide, GLSL3, ShaderMaterial, Vector2, Vector3 } from 'three';
import type { BufferGeometry, Camera, ShaderMaterialParameters, WebGLRenderer } from 'three';
import type { Rgb } from './colour.ts';
import { QUAD_GLSL, quadsOf } from './quads.ts';
import { setColour, setUniform } from './uniforms.ts';
import { hazeOf } from './view-uniforms.ts';

/** Numbers a segment: from x, y, z, to x, y, z, and its strength 0..1. */
export const SEGMENT_FLOATS = 7;

/** GLSL: sets gl_Position and the varyings of this corner of the line from a to b, both in view space. */
export const LINE_GLSL = /* glsl */ `
  ${QUAD_GLSL}
  uniform vec2 viewport;
  uniform float width;
  uniform vec2 haze;
  out float vAcross;
  out float vAlpha;

  void drawLine(vec4 a, vec4 b, float strength) {
    // Cut at the eye's plane, so that a line that passes the eye keeps its direction.
    float near = -0.02;
    if (a.z > near) a = mix(b, a, (near - b.z) / (a.z - b.z));
    if (b.z > near) b = mix(a, b, (near - a.z) / (b.z - a.z));
    vec4 clipA = projectionMatrix * a;
    vec4 clipB = projectionMatrix * b;
    vec2 along = (clipB.xy / clipB.w - clipA.xy / clipA.w) * viewport;
    along = length(along) > 1e-4 ? normalize(along) : vec2(1.0, 0.0);
    float reach = 0.5 * width + 1.0;
    vec2 corner = cornerOf(); // x tells the end, y the side
    vec4 clip = corner.x < 0.0 ? clipA : clipB;
    clip.xy += vec2(-along.y, along.x) * corner.y * reach * 2.0 / viewport * clip.w;
    gl_Position = clip;
    vAcross = corner.y * reach;
    float depth = corner.x < 0.0 ? -a.z : -b.z;
    vAlpha = strength * (1.0 - 0.7 * smoothstep(haze.x, haze.y, depth));
  }
`;

const VERTEX = /* glsl */ `
  in vec3 from;
  in vec3 to;
  in float strength;
  ${LINE_GLSL}

  void main() {
    drawLine(modelViewMatrix * vec4(from, 1.0), modelViewMatrix * vec4(to, 1.0), strength);
  }
`;

const FRAGMENT = /* glsl */ `
  precision highp float;
  in float vAcross;
  in float vAlpha;
  uniform float width;
  uniform vec3 colour;
  layout(location = 0) out vec4 outColour;
  void main() {
    float alpha = vAlpha * clamp(0.5 * width + 0.5 - abs(vAcross), 0.0, 1.0);
    outColour = vec4(colour * alpha, alpha);
  }
`;

/** Geometry of `segments` (SEGMENT_FLOATS numbers each) as quads: smooth lines of any width in one draw call. */
export function createLineGeometry(segments: Float32Array): BufferGeometry {
  return quadsOf(segments, SEGMENT_FLOATS, {
    from: { offset: 0, size: 3 },
    to: { offset: 3, size: 3 },
    strength: { offset: 6, size: 1 },
  });
}

/** Lines `width` device pixels wide, faded with distance, hidden behind spheres. */
export function createLineMaterial(
  width: number,
  vertexShader = VERTEX,
  uniforms: ShaderMaterialParameters['uniforms'] = {},
): ShaderMaterial {
  return new ShaderMaterial({
    glslVersion: GLSL3,
    vertexShader,
    fragmentShader: FRAGMENT,
    side: DoubleSide,
    transparent: true,
    premultipliedAlpha: true,
    depthWrite: false,
    uniforms: {
      viewport: { value: new Vector2(1, 1) },
      width: { value: width },
      haze: { value: [1, 10] },
      colour: { value: new Vector3() },
      ...uniforms,
    },
  });
}

const deviceSize = new Vector2();

/** Sets what every frame's lines need: the size of what is drawn on, how wide a line is there (CSS pixels) and where it fades. */
export function lookAtLines(
  material: ShaderMaterial,
  { camera, gl }: { readonly camera: Camera; readonly gl: WebGLRenderer },
  colour: Rgb,
  width = 1,
): void {
  setUniform(material, 'viewport', gl.getDrawingBufferSize(deviceSize));
  setUniform(material, 'width', Math.max(1, width * gl.getPixelRatio()));
  setUniform(material, 'haze', hazeOf(camera.position.length()));
  setColour(material, 'colour', colour);
}
