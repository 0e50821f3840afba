import { FloatType, RGBAFormat } from 'three';
import type { DataTexture } from 'three';
import { numberTexture } from '../../kit/quads.ts';
import type { SphereLayout } from './sphere-layout.ts';

/** Spheres a row of the data textures. */
export const TEXTURE_WIDTH = 256;
/** Longest way from one layout to the next, in milliseconds. */
export const MOVE_MS = 200;

/** Rows of a texture that holds `count` spheres. */
export function textureRows(count: number): number {
  return Math.max(1, Math.ceil(count / TEXTURE_WIDTH));
}

/**
 * Where the spheres are drawn: on their way from one layout to the next. The GPU mixes the two textures by `share` itself; the
 * processor follows in `now` only while something moves, for sorting, labels and rings.
 */
export class SpherePlaces {
  /** x, y, z, drawn radius of each sphere now; padded to whole texture rows. */
  readonly now: Float32Array<ArrayBuffer>;
  readonly textures: { readonly from: DataTexture; readonly to: DataTexture };
  /** 0 at `from`, 1 at `to`; eased. */
  share = 1;
  /** Raised when anything moved. */
  version = 1;
  private readonly from: Float32Array<ArrayBuffer>;
  private readonly to: Float32Array<ArrayBuffer>;
  private elapsedMs = MOVE_MS;

  constructor(private layout: SphereLayout) {
    const rows = textureRows(layout.count);
    this.to = new Float32Array(rows * TEXTURE_WIDTH * 4);
    this.write();
    this.from = this.to.slice();
    this.now = this.to.slice();
    this.textures = { from: placeTexture(this.from, rows), to: placeTexture(this.to, rows) };
  }

  get moving(): boolean {
    return this.share < 1;
  }

  /** Sets off from where the spheres are now; at once when motion is reduced. The layout is of the same tree. Returns bytes to upload. */
  aim(layout: SphereLayout, atOnce: boolean): number {
    this.layout = layout;
    this.from.set(this.now);
    this.write();
    this.textures.from.needsUpdate = true;
    this.textures.to.needsUpdate = true;
    this.elapsedMs = 0;
    this.share = 0;
    this.advance(atOnce ? MOVE_MS : 0);
    return 2 * this.to.byteLength;
  }

  /** Gives spheres that are held back (nonzero in `held`, by id) no size. Returns bytes to upload. */
  hold(held: (id: number) => boolean): number {
    const { layout, now, to } = this;
    for (let id = 0; id < layout.count; id += 1) {
      const radius = held(id) ? 0 : (layout.radii[id] ?? 0);
      to[id * 4 + 3] = radius;
      if (!this.moving) now[id * 4 + 3] = radius;
    }
    this.textures.to.needsUpdate = true;
    this.version += 1;
    return to.byteLength;
  }

  /** Moves on; true when anything moved. */
  advance(elapsedMs: number): boolean {
    if (!this.moving) return false;
    this.elapsedMs += elapsedMs;
    const time = Math.min(1, this.elapsedMs / MOVE_MS);
    this.share = time * time * (3 - 2 * time);
    const { from, to, now, share } = this;
    for (let i = 0; i < now.length; i += 1) {
      const start = from[i] ?? 0;
      now[i] = share === 1 ? (to[i] ?? 0) : start + ((to[i] ?? 0) - start) * share;
    }
    this.version += 1;
    return true;
  }

  dispose(): void {
    this.textures.from.dispose();
    this.textures.to.dispose();
  }

  private write(): void {
    const { layout, to } = this;
    for (let id = 0; id < layout.count; id += 1) {
      to[id * 4] = layout.centres[id * 3] ?? 0;
      to[id * 4 + 1] = layout.centres[id * 3 + 1] ?? 0;
      to[id * 4 + 2] = layout.centres[id * 3 + 2] ?? 0;
      to[id * 4 + 3] = layout.radii[id] ?? 0;
    }
  }
}

function placeTexture(data: Float32Array<ArrayBuffer>, rows: number): DataTexture {
  return numberTexture(data, { width: TEXTURE_WIDTH, height: rows }, RGBAFormat, FloatType);
}

/** GLSL: where sphere `id` is drawn now, and how large. Uniforms: placesFrom, placesTo, placesShare. */
export const PLACE_GLSL = /* glsl */ `
  uniform sampler2D placesFrom;
  uniform sampler2D placesTo;
  uniform float placesShare;

  ivec2 texelOf(int row) {
    return ivec2(row % ${TEXTURE_WIDTH}, row / ${TEXTURE_WIDTH});
  }

  vec4 placeOf(uint id) {
    ivec2 texel = texelOf(int(id));
    vec4 to = texelFetch(placesTo, texel, 0);
    return placesShare < 1.0 ? mix(texelFetch(placesFrom, texel, 0), to, placesShare) : to;
  }
`;
