import { Vector2, Vector3, Vector4 } from 'three';
import type { DataTexture, ShaderMaterial } from 'three';
import { SHELL_SLOTS } from '../../../store/event-ring.ts';
import { MUTED } from '../../../store/mask.ts';
import { CLASSES } from '../../kit/class-palette.ts';
import { MUTED_SHARE } from '../../kit/colour.ts';
import { MAPPED_GLSL, POINT_GLSL, createPointMaterial } from '../../kit/point-material.ts';
import { EVENT_PLACE_GLSL } from './event-shapes.ts';
import { REGION, REGION_SLOTS } from './region-kinds.ts';
import { MAX_HEIGHT_NATS, PHI_FRACTION_HIGH, PHI_FRACTION_LOW } from './event-layout.ts';

/** Tokens a row of the tokens' texture. */
export const TOKEN_WIDTH = 256;

const float = (x: number): string => (Number.isInteger(x) ? `${x}.0` : String(x));

/** Reads a slot as it came over the wire: u16 token | f16 loss << 16. All else follows from the slot's number. */
const VERTEX = /* glsl */ `
  in uint slot;
  in float mask;
  uniform sampler2D tokens;
  uniform sampler2D kinds;
  uniform vec3 classes[${CLASSES}];
  uniform uint stride;
  uniform uint newest;
  uniform uint newestN;
  uniform uint held;
  uniform uvec3 plan;
  uniform float size;
  uniform vec4 clip;
  uniform int colouring;
  uniform vec2 range;
  uniform bool logarithmic;
  uniform bool region;
  uniform int layoutFrom;
  uniform int layoutTo;
  uniform float layoutShare;
  uniform vec3 mark;
  uniform float density;
  ${POINT_GLSL}
  ${MAPPED_GLSL}

  const float TURN = 6.283185307179586;
  ${EVENT_PLACE_GLSL}

  /** Place on the map's scale; 1 for what is no number. */
  float scaled(float value) {
    if (isnan(value)) return 1.0;
    vec2 ends = range;
    if (logarithmic) {
      float low = ends.x > 0.0 ? ends.x : ends.y * 1e-4;
      value = log(max(value, low));
      ends = log(vec2(low, ends.y));
    }
    return clamp((value - ends.x) / max(ends.y - ends.x, 1e-9), 0.0, 1.0);
  }

  /** Class of an event that is coloured by one; -1 otherwise. */
  int classOf(uint at, vec4 token) {
    if (colouring == 1) return int((at + 1u) % 12u);
    if (colouring == 3) return int(token.b);
    return -1;
  }

  vec3 colourOf(uint age, float loss, int classIndex) {
    if (classIndex >= 0) return classes[classIndex];
    if (colouring == 4) return mapped(1.0 - float(age) / ${float(SHELL_SLOTS)});
    if (colouring == 2) {
      // Leaf of the event's micro-batch, as a share of all: plan is batch, context, leaves.
      if (plan.x * plan.y * plan.z == 0u) return mapped(0.0);
      uint leaf = (((newestN - age) - 1u) / plan.y % plan.x) % plan.z;
      return mapped(float(leaf) / float(plan.z));
    }
    return mapped(scaled(loss));
  }

  void main() {
    uint at = uint(gl_VertexID) * stride;
    uint age = (newest + ${SHELL_SLOTS}u - at) % ${SHELL_SLOTS}u;
    leaveOut(at);
    if (age >= held || mask > ${float(MUTED + 0.5)}) return;
    uint k = at + 1u;
    uint turn = k * ${PHI_FRACTION_HIGH}u + uint(float(k) * ${float(PHI_FRACTION_LOW)});
    uint id = slot & 0xffffu;
    vec4 token = texelFetch(tokens, ivec2(id % ${TOKEN_WIDTH}u, id / ${TOKEN_WIDTH}u), 0);
    float theta = float(turn >> 8) / 16777216.0 * TURN + token.r;
    float half16 = unpackHalf2x16(slot).y;
    float loss = isnan(half16) ? ${float(MAX_HEIGHT_NATS)} : clamp(half16, 0.0, ${float(MAX_HEIGHT_NATS)});

    float share = (float(at) + 0.5) / ${float(SHELL_SLOTS)};
    vec3 place = eventPoint(layoutTo, share, theta, token.g, loss);
    if (layoutShare < 1.0) {
      place = mix(eventPoint(layoutFrom, share, theta, token.g, loss), place, layoutShare);
    }
    if (dot(clip.xyz, place) > clip.w) return;
    vec4 view = modelViewMatrix * vec4(place, 1.0);
    gl_Position = projectionMatrix * view;

    int classIndex = classOf(at, token);
    vec3 colour = colourOf(age, half16, classIndex);
    float near = clamp(size / -view.z, 1.0, (classIndex >= 0 ? 9.0 : 5.0) * ratio);
    float aged = colouring == 4 ? 0.3 : 0.66 * sqrt(float(age) / ${float(SHELL_SLOTS)});
    float strength = 1.0 - aged;
    int shape = classIndex >= 0 ? classIndex % 4 : 0;

    // Around the lattice, what lies before it must not hide it.
    bool around = layoutTo == 1 || layoutTo == 2;
    float before = normalize(mat3(modelViewMatrix) * place).z;
    if (around) strength *= mix(1.0, 0.3, smoothstep(-0.1, 0.45, before));

    if (region && (k <= ${REGION}u || k >= ${SHELL_SLOTS - REGION}u)) {
      int index = k <= ${REGION}u ? int(at) : int(at) - ${SHELL_SLOTS - REGION_SLOTS};
      int kind = int(texelFetch(kinds, ivec2(index, 0), 0).r * 255.0 + 0.5);
      strength = 1.0;
      near = max(near * 1.5, 2.5 * ratio);
      if (kind >= 1) {
        near = (kind == 1 ? 5.0 : kind == 2 ? 10.0 : 8.0) * ratio;
        shape = 8 + (kind == 1 ? 0 : kind == 2 ? 2 : kind == 3 ? 1 : 3);
        colour = mark;
      }
    }
    float shown = mask > 0.5 ? ${float(1 - MUTED_SHARE)} : 1.0;
    drawPoint(near, shape, colour, strength * shown * density);
  }
`;

/** One point an event, one draw call; `stride` of 7 draws every seventh slot (software GL). */
export function createEventMaterial(tokens: DataTexture, kinds: DataTexture): ShaderMaterial {
  return createPointMaterial(VERTEX, {
    tokens: { value: tokens },
    kinds: { value: kinds },
    map: { value: null },
    classes: { value: Array.from({ length: CLASSES }, () => new Vector3()) },
    stride: { value: 1 },
    newest: { value: 0 },
    newestN: { value: 0 },
    held: { value: 0 },
    plan: { value: [0, 0, 0] },
    size: { value: 8 },
    clip: { value: new Vector4(0, 0, 0, 1) },
    colouring: { value: 0 },
    range: { value: new Vector2(0, 6) },
    logarithmic: { value: false },
    region: { value: true },
    layoutFrom: { value: 0 },
    layoutTo: { value: 0 },
    layoutShare: { value: 1 },
    mark: { value: new Vector3() },
    density: { value: 1 },
  });
}
