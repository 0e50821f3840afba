import {
  BufferAttribute,
  BufferGeometry,
  DataTexture,
  InterleavedBuffer,
  InterleavedBufferAttribute,
  NearestFilter,
} from 'three';
import type { PixelFormat, TextureDataType, TypedArray } from 'three';

const VERTICES = 4;
const INDICES = 6;
const PATTERN = [0, 1, 2, 0, 2, 3] as const;

/**
 * GLSL: which quad a vertex belongs to, and which of its corners it is, at (+-1, +-1). Nothing is instanced: software GL draws
 * instances one by one, and GPUs too prefer one large draw to many of two triangles.
 */
export const QUAD_GLSL = /* glsl */ `
  int quadOf() { return gl_VertexID >> 2; }

  vec2 cornerOf() {
    int corner = gl_VertexID & 3;
    return vec2(corner == 1 || corner == 2 ? 1.0 : -1.0, corner >= 2 ? 1.0 : -1.0);
  }
`;

/** `count` quads without attributes: what they are follows from their number. Draw fewer by `showQuads`. */
export function quadGeometry(count: number): BufferGeometry {
  const indices = new Uint32Array(count * INDICES);
  for (let quad = 0; quad < count; quad += 1) {
    PATTERN.forEach((corner, i) => (indices[quad * INDICES + i] = quad * VERTICES + corner));
  }
  const geometry = new BufferGeometry();
  geometry.setIndex(new BufferAttribute(indices, 1));
  return geometry;
}

/** Draws the first `count` quads. */
export function showQuads(geometry: BufferGeometry, count: number): void {
  geometry.setDrawRange(0, count * INDICES);
}

/** Quads that there are. */
export function quadsHeld({ index }: BufferGeometry): number {
  return (index?.count ?? 0) / INDICES;
}

/** Quads drawn. */
export function quadsShown(geometry: BufferGeometry): number {
  return Math.min(geometry.drawRange.count / INDICES, quadsHeld(geometry));
}

/** Quads that have `stride` numbers each, the same at their four corners; read by attributes that `layout` places among them. */
export function quadsOf<Numbers extends Float32Array | Uint32Array>(
  numbers: Numbers,
  stride: number,
  layout: Readonly<Record<string, { readonly offset: number; readonly size: number }>>,
): BufferGeometry {
  const count = numbers.length / stride;
  const geometry = quadGeometry(count);
  const corners = new (numbers.constructor as new (length: number) => Numbers)(
    numbers.length * VERTICES,
  );
  for (let quad = 0; quad < count; quad += 1) {
    const own = numbers.subarray(quad * stride, (quad + 1) * stride);
    for (let corner = 0; corner < VERTICES; corner += 1) {
      corners.set(own, (quad * VERTICES + corner) * stride);
    }
  }
  const buffer = new InterleavedBuffer(corners, stride);
  for (const [name, { offset, size }] of Object.entries(layout)) {
    geometry.setAttribute(name, new InterleavedBufferAttribute(buffer, size, offset));
  }
  return geometry;
}

/** Numbers that shaders fetch one by one: no filter, no mip maps. */
export function numberTexture(
  numbers: TypedArray,
  { width, height }: { readonly width: number; readonly height: number },
  format: PixelFormat,
  type: TextureDataType,
): DataTexture {
  const texture = new DataTexture(numbers, width, height, format, type);
  texture.magFilter = NearestFilter;
  texture.minFilter = NearestFilter;
  texture.needsUpdate = true;
  return texture;
}
