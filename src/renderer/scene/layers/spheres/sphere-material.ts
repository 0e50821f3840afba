import { DoubleSide, GLSL3, NoBlending, ShaderMaterial, Vector3, Vector4 } from 'three';
import { QUAD_GLSL } from '../../kit/quads.ts';
import { PLACE_GLSL } from './sphere-places.ts';

/**
 * A sphere as one camera-facing quad (not a point sprite, whose size is capped at 255 px on some drivers and which
 * vanishes as soon as its centre leaves the view). The fragment intersects the ray with the exact sphere, so silhouette,
 * depth and normals are right under perspective.
 */
const VERTEX = /* glsl */ `
  uniform highp usampler2D order;
  uniform highp usampler2D tints;
  uniform float tintsShare;
  uniform float pixel;
  uniform vec4 clip;
  ${QUAD_GLSL}
  ${PLACE_GLSL}

  vec4 bytesOf(uint word) {
    return vec4((uvec4(word) >> uvec4(0u, 8u, 16u, 24u)) & 255u) / 255.0;
  }

  out vec3 vAt;
  flat out vec3 vCentre;
  flat out float vRadius;
  flat out vec4 vTint;
  flat out uint vSphere;

  void main() {
    uint sphere = texelFetch(order, texelOf(quadOf()), 0).r;
    vec4 place = placeOf(sphere);
    // Held back by a filter, or beyond the clip plane.
    if (place.w <= 0.0 || dot(clip.xyz, place.xyz) > clip.w) {
      gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
      return;
    }
    uvec2 tint = texelFetch(tints, texelOf(int(sphere)), 0).rg;
    vTint = mix(bytesOf(tint.r), bytesOf(tint.g), tintsShare);
    vSphere = sphere;
    vCentre = (modelViewMatrix * vec4(place.xyz, 1.0)).xyz;
    vRadius = place.w;
    float distance = max(length(vCentre), vRadius * 1.001);
    vec3 towards = vCentre / distance;
    vec3 right = normalize(cross(towards, vec3(0.0, 1.0, 0.0)) + vec3(1e-6, 0.0, 0.0));
    vec3 up = cross(right, towards);
    // The tangent cone meets the plane through the centre at r / sqrt(1 - (r / d)^2); one more pixel for the soft edge.
    float reach = vRadius / sqrt(1.0 - pow(vRadius / distance, 2.0)) + distance * pixel;
    vec2 corner = cornerOf();
    vAt = vCentre + (right * corner.x + up * corner.y) * reach;
    gl_Position = projectionMatrix * vec4(vAt, 1.0);
  }
`;

const HIT = /* glsl */ `
  precision highp float;
  in vec3 vAt;
  flat in vec3 vCentre;
  flat in float vRadius;
  flat in vec4 vTint;
  flat in uint vSphere;
  layout(location = 0) out vec4 outColour;

  /** Nearest distance of the pixel's ray to the centre; sets the point where it enters the sphere. */
  float rayDistance(out vec3 hit) {
    vec3 ray = normalize(vAt);
    float along = dot(ray, vCentre);
    vec3 miss = vCentre - ray * along;
    float apart = length(miss);
    hit = ray * (along - sqrt(max(vRadius * vRadius - apart * apart, 0.0)));
    return apart;
  }

  void writeDepth(vec3 hit, mat4 projection) {
    vec4 clip = projection * vec4(hit, 1.0);
    gl_FragDepth = clamp(clip.z / clip.w * 0.5 + 0.5, 0.0, 1.0);
  }
`;

const SHADE = /* glsl */ `
  uniform mat4 projectionMatrix;
  uniform vec3 background;
  uniform vec3 flash;
  uniform vec3 up;
  uniform vec2 haze;
  uniform float ambient;

  vec3 toLinear(vec3 c) { return c * c * (c * 0.305306011 + 0.682171111) + c * 0.012522878; }
  vec3 toScreen(vec3 c) { return max(1.055 * pow(max(c, 0.0), vec3(0.416666667)) - 0.055, 0.0); }

  void main() {
    vec3 hit;
    float apart = rayDistance(hit);
    float soft = max(fwidth(apart), 1e-6);
    float cover = clamp((vRadius - apart) / soft + 0.5, 0.0, 1.0);
    if (cover <= 0.0) discard;
    vec3 normal = normalize(hit - vCentre);
    vec3 eye = normalize(-hit);
    vec3 base = toLinear(vTint.rgb);

    // One large soft key light from the upper left, a sky from above, a little darkness towards the limb.
    vec3 key = normalize(vec3(-0.5, 0.68, 0.54));
    float lambert = dot(normal, key);
    float wrapped = pow(clamp((lambert + 0.28) / 1.28, 0.0, 1.0), 1.5);
    float sky = 0.5 + 0.5 * dot(normal, up);
    float facing = max(dot(normal, eye), 0.0);
    vec3 colour = base * (ambient * mix(0.3, 1.0, sky) + wrapped * 1.12) * mix(0.72, 1.0, facing);
    vec3 between = normalize(key + eye);
    float gloss = max(dot(normal, between), 0.0);
    colour += (0.22 * base + 0.05) * (pow(gloss, 14.0) * 0.45 + pow(gloss, 90.0)) * smoothstep(-0.05, 0.3, lambert);
    float rim = pow(1.0 - facing, 4.0);
    colour += (base * 0.3 + 0.015) * rim * sky;
    colour = mix(colour, toLinear(flash), vTint.a * (0.12 + 0.88 * rim));

    // Far spheres sink into the ground a little: depth without darkness.
    float far = smoothstep(haze.x, haze.y, -hit.z);
    outColour = vec4(mix(toScreen(colour), background, far * 0.62) * cover, cover);
    writeDepth(hit, projectionMatrix);
  }
`;

/** Writes the sphere's id + 1 as a colour; 0 means nothing there. */
const IDENTIFY = /* glsl */ `
  uniform mat4 projectionMatrix;
  void main() {
    vec3 hit;
    if (rayDistance(hit) > vRadius) discard;
    uint id = vSphere + 1u;
    outColour = vec4(uvec4(id & 255u, (id >> 8) & 255u, (id >> 16) & 255u, 255u)) / 255.0;
    writeDepth(hit, projectionMatrix);
  }
`;

/** Uniforms that both materials have; the layer sets them all. */
function placeUniforms() {
  return {
    placesFrom: { value: null },
    placesTo: { value: null },
    placesShare: { value: 1 },
    order: { value: null },
    tints: { value: null },
    tintsShare: { value: 1 },
    pixel: { value: 0 },
    clip: { value: new Vector4(0, 0, 0, 1) },
  };
}

/** The visible spheres: premultiplied soft edges, drawn back to front, true depth. */
export function createSphereMaterial(): ShaderMaterial {
  return new ShaderMaterial({
    glslVersion: GLSL3,
    vertexShader: VERTEX,
    fragmentShader: HIT + SHADE,
    side: DoubleSide,
    transparent: true,
    premultipliedAlpha: true,
    depthWrite: true,
    uniforms: {
      ...placeUniforms(),
      background: { value: new Vector3() },
      flash: { value: new Vector3() },
      up: { value: new Vector3(0, 1, 0) },
      haze: { value: [1, 10] },
      ambient: { value: 0.2 },
    },
  });
}

/** The same quads for the id buffer. */
export function createIdMaterial(): ShaderMaterial {
  return new ShaderMaterial({
    glslVersion: GLSL3,
    vertexShader: VERTEX,
    fragmentShader: HIT + IDENTIFY,
    side: DoubleSide,
    blending: NoBlending,
    uniforms: placeUniforms(),
  });
}
