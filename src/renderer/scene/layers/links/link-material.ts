import { Vector4 } from 'three';
import type { BufferGeometry, ShaderMaterial } from 'three';
import { quadsOf } from '../../kit/quads.ts';
import { LINE_GLSL, createLineMaterial } from '../../kit/thin-lines.ts';
import { PLACE_GLSL } from '../spheres/sphere-places.ts';
import { LINK_WORDS } from './link-layout.ts';

/** From surface to surface of two spheres, wherever they are on their way. */
const VERTEX = /* glsl */ `
  in uvec3 link;
  uniform vec4 clip;
  ${PLACE_GLSL}
  ${LINE_GLSL}

  void main() {
    vec4 a = placeOf(link.x);
    vec4 b = placeOf(link.y);
    float apart = distance(a.xyz, b.xyz);
    bool clipped = max(dot(clip.xyz, a.xyz), dot(clip.xyz, b.xyz)) > clip.w;
    if (clipped || a.w <= 0.0 || b.w <= 0.0 || apart <= a.w + b.w) {
      gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
      return;
    }
    vec3 along = (b.xyz - a.xyz) / apart;
    vec4 from = modelViewMatrix * vec4(a.xyz + along * a.w, 1.0);
    vec4 to = modelViewMatrix * vec4(b.xyz - along * b.w, 1.0);
    drawLine(from, to, float(link.z) / 255.0);
  }
`;

export function createLinkMaterial(): ShaderMaterial {
  return createLineMaterial(1, VERTEX, {
    placesFrom: { value: null },
    placesTo: { value: null },
    placesShare: { value: 1 },
    clip: { value: new Vector4(0, 0, 0, 1) },
  });
}

/** `links`: LINK_WORDS numbers each. */
export function createLinkGeometry(links: Uint32Array): BufferGeometry {
  return quadsOf(links, LINK_WORDS, { link: { offset: 0, size: LINK_WORDS } });
}
