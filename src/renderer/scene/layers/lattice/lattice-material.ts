import { GLSL3, NoBlending, ShaderMaterial, Vector2, Vector3, Vector4 } from 'three';
import { CLASSES } from '../../kit/class-palette.ts';
import { POINT_SHAPE_GLSL } from '../../kit/point-shapes.ts';
import { PRIME_BIT } from '../../picking/pick-result.ts';
import { LATTICE_PLACE_GLSL } from './lattice-layout.ts';

/** Reads a prime's terms as the engine gave them; which of them count, and where that puts it, is decided here. */
const VERTEX = /* glsl */ `
  in uint place;
  in float spiral;
  in float omega;
  in float psi;
  uniform sampler2D map;
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
  out vec4 vColour;
  out float vSize;
  flat out int vShape;
  flat out uint vRow;
  ${LATTICE_PLACE_GLSL}

  vec3 mapped(float share) {
    return texelFetch(map, ivec2(int(clamp(share, 0.0, 1.0) * 255.0 + 0.5), 0), 0).rgb;
  }

  void main() {
    vRow = uint(gl_VertexID) * stride;
    uint k = vRow + 1u;
    float theta = terms[0] * spiral + terms[1] * sharedTerms.x + terms[2] * sharedTerms.y +
      terms[3] * omega + terms[4] * psi;
    theta = mod(theta, 2.0 * LATTICE_PI);
    vec3 at = latticePoint(layoutTo, k, count, theta, place, floorAt);
    if (layoutShare < 1.0) {
      at = mix(latticePoint(layoutFrom, k, count, theta, place, floorAt), at, layoutShare);
    }
    vColour = vec4(0.0);
    vSize = 0.0;
    vShape = 0;
    gl_PointSize = 0.0;
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    if (dot(clip.xyz, at) > clip.w) return;
    vec4 view = modelViewMatrix * vec4(at, 1.0);
    gl_Position = projectionMatrix * view;
    int group = int(place >> 24);
    vec3 colour = colouring == 0 ? classes[group]
      : colouring == 1 ? mapped(theta / (2.0 * LATTICE_PI))
      : colouring == 2 ? mapped(0.5 + psi / (2.0 * LATTICE_PI))
      : mapped((float(k) - 1.0) / max(1.0, count - 1.0));
    vShape = colouring == 0 ? group % 4 : 0;
    vSize = clamp(size / -view.z, 1.0, 22.0);
    gl_PointSize = vSize + 1.0;
    float strength = 1.0;
    // Around the spheres, what lies before them must not hide them.
    if (behind && layoutTo == 4) {
      strength = mix(1.0, 0.25, smoothstep(-0.1, 0.45, normalize(mat3(modelViewMatrix) * at).z));
    }
    vColour = vec4(colour, strength);
  }
`;

const FRAGMENT = /* glsl */ `
  precision highp float;
  in vec4 vColour;
  in float vSize;
  flat in int vShape;
  layout(location = 0) out vec4 outColour;
  ${POINT_SHAPE_GLSL}

  void main() {
    float alpha = vColour.a * shapeCover(vShape, gl_PointCoord, vSize);
    outColour = vec4(vColour.rgb * alpha, alpha);
  }
`;

/** Writes PRIME_BIT + row + 1 as a colour. */
const IDENTIFY = /* glsl */ `
  precision highp float;
  flat in uint vRow;
  layout(location = 0) out vec4 outColour;

  void main() {
    uint id = ${PRIME_BIT}u + vRow + 1u;
    outColour = vec4(uvec4(id & 255u, (id >> 8) & 255u, (id >> 16) & 255u, 255u)) / 255.0;
  }
`;

/** One point a prime, one draw call. */
export function createLatticeMaterial(): ShaderMaterial {
  return new ShaderMaterial({
    glslVersion: GLSL3,
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    transparent: true,
    premultipliedAlpha: true,
    depthWrite: false,
    uniforms: {
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
    },
  });
}

/** The same points for the id buffer; shares the uniforms of the visible material. */
export function createLatticeIdMaterial(visible: ShaderMaterial): ShaderMaterial {
  const material = new ShaderMaterial({
    glslVersion: GLSL3,
    vertexShader: VERTEX,
    fragmentShader: IDENTIFY,
    blending: NoBlending,
  });
  material.uniforms = { ...visible.uniforms, size: { value: 1 } };
  return material;
}
