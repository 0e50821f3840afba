import { GLSL3, NoBlending, ShaderMaterial, Vector3, Vector4 } from 'three';
import type { DataTexture } from 'three';
import { SHELL_SLOTS } from '../../../store/event-ring.ts';
import { MUTED } from '../../../store/mask.ts';
import { MUTED_SHARE } from '../../kit/colour.ts';
import { EVENT_BIT } from '../../picking/pick-result.ts';
import {
  COLOUR_NATS,
  MAX_HEIGHT_NATS,
  PHI_FRACTION_HIGH,
  PHI_FRACTION_LOW,
  RING,
} from './event-layout.ts';

/** Tokens a row of the offsets' texture. */
export const TOKEN_WIDTH = 256;

const float = (x: number): string => (Number.isInteger(x) ? `${x}.0` : String(x));

/** Reads a slot as it came over the wire: u16 token | f16 loss << 16. All else follows from the slot's number. */
const VERTEX = /* glsl */ `
  in uint slot;
  in float mask;
  uniform sampler2D offsets;
  uniform uint stride;
  uniform uint newest;
  uniform uint held;
  uniform float size;
  uniform vec4 clip;
  uniform vec3 scale[5];
  out vec4 vColour;
  out float vSize;
  flat out uint vSlot;

  const float TURN = 6.283185307179586;

  void main() {
    uint at = uint(gl_VertexID) * stride;
    vSlot = at;
    uint age = (newest + ${SHELL_SLOTS}u - at) % ${SHELL_SLOTS}u;
    vColour = vec4(0.0);
    vSize = 0.0;
    gl_PointSize = 0.0;
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    if (age >= held || mask > ${float(MUTED + 0.5)}) return;
    uint k = at + 1u;
    uint turn = k * ${PHI_FRACTION_HIGH}u + uint(float(k) * ${float(PHI_FRACTION_LOW)});
    uint token = slot & 0xffffu;
    float offset = texelFetch(offsets, ivec2(token % ${TOKEN_WIDTH}u, token / ${TOKEN_WIDTH}u), 0).r;
    float theta = float(turn >> 8) / 16777216.0 * TURN + offset;
    float half16 = unpackHalf2x16(slot).y;
    float loss = isnan(half16) ? ${float(MAX_HEIGHT_NATS)} : clamp(half16, 0.0, ${float(MAX_HEIGHT_NATS)});

    float share = (float(at) + 0.5) / ${float(SHELL_SLOTS)};
    float reach = sqrt(mix(${float(RING.inner ** 2)}, ${float(RING.outer ** 2)}, share));
    vec3 place = vec3(reach * sin(theta), ${float(RING.floor)} + ${float(RING.heightPerNat)} * loss, -reach * cos(theta));
    if (dot(clip.xyz, place) > clip.w) return;
    vec4 view = modelViewMatrix * vec4(place, 1.0);
    gl_Position = projectionMatrix * view;

    float aged = sqrt(float(age) / ${float(SHELL_SLOTS)});
    float near = clamp(size / -view.z, 1.0, 5.0);
    vSize = near;
    gl_PointSize = near + 1.0;
    float value = min(loss / ${float(COLOUR_NATS)}, 1.0) * 4.0;
    int below = min(int(value), 3);
    vec3 colour = mix(scale[below], scale[below + 1], value - float(below));
    float shown = mask > 0.5 ? ${float(1 - MUTED_SHARE)} : 1.0;
    vColour = vec4(colour, (1.0 - 0.66 * aged) * shown);
  }
`;

const FRAGMENT = /* glsl */ `
  precision highp float;
  in vec4 vColour;
  in float vSize;
  uniform float density;
  layout(location = 0) out vec4 outColour;

  void main() {
    float apart = length(gl_PointCoord - 0.5) * (vSize + 1.0);
    float alpha = vColour.a * density * clamp(0.5 * vSize + 0.5 - apart, 0.0, 1.0);
    outColour = vec4(vColour.rgb * alpha, alpha);
  }
`;

/** Writes EVENT_BIT + slot + 1 as a colour. */
const IDENTIFY = /* glsl */ `
  precision highp float;
  flat in uint vSlot;
  layout(location = 0) out vec4 outColour;

  void main() {
    uint id = ${EVENT_BIT}u + vSlot + 1u;
    outColour = vec4(uvec4(id & 255u, (id >> 8) & 255u, (id >> 16) & 255u, 255u)) / 255.0;
  }
`;

/** One point an event, one draw call; `stride` of 7 draws every seventh slot (software GL). */
export function createEventMaterial(offsets: DataTexture): ShaderMaterial {
  return new ShaderMaterial({
    glslVersion: GLSL3,
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    transparent: true,
    premultipliedAlpha: true,
    depthWrite: false,
    uniforms: {
      offsets: { value: offsets },
      stride: { value: 1 },
      newest: { value: 0 },
      held: { value: 0 },
      size: { value: 8 },
      clip: { value: new Vector4(0, 0, 0, 1) },
      density: { value: 1 },
      scale: { value: Array.from({ length: 5 }, () => new Vector3()) },
    },
  });
}

/** The same points for the id buffer; shares the uniforms of the visible material. */
export function createEventIdMaterial(visible: ShaderMaterial): ShaderMaterial {
  const material = new ShaderMaterial({
    glslVersion: GLSL3,
    vertexShader: VERTEX,
    fragmentShader: IDENTIFY,
    blending: NoBlending,
  });
  material.uniforms = { ...visible.uniforms, size: { value: 1 } };
  return material;
}
