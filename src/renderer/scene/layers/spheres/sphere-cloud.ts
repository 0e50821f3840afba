import {
  DataTexture,
  DynamicDrawUsage,
  Float32BufferAttribute,
  FloatType,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  NearestFilter,
  RGBAFormat,
  UnsignedByteType,
} from 'three';
import { HIDDEN } from '../../../store/mask.ts';
import { sortBackToFront } from './back-to-front.ts';
import { TEXTURE_WIDTH } from './sphere-material.ts';
import type { SphereTextures } from './sphere-material.ts';
import type { SphereLayout } from './sphere-layout.ts';

/** GPU side of the spheres of one tree: where they are, how they are tinted, in what order they are drawn. */
export class SphereCloud {
  readonly geometry: InstancedBufferGeometry;
  readonly textures: SphereTextures;
  /** Red, green, blue and flash of each sphere: fill, then call `showTints`. */
  readonly tints: Uint8Array<ArrayBuffer>;
  private readonly places: Float32Array<ArrayBuffer>;
  private readonly order: Uint32Array;
  private readonly keys: Uint16Array;
  private readonly orderAttribute: InstancedBufferAttribute;

  constructor(private readonly layout: SphereLayout) {
    const rows = Math.max(1, Math.ceil(layout.count / TEXTURE_WIDTH));
    this.tints = new Uint8Array(rows * TEXTURE_WIDTH * 4);
    this.order = Uint32Array.from({ length: layout.count }, (_, id) => id);
    this.keys = new Uint16Array(layout.count);
    this.orderAttribute = new InstancedBufferAttribute(this.order, 1);
    this.orderAttribute.setUsage(DynamicDrawUsage);
    this.geometry = quads(this.orderAttribute, layout.count);
    this.places = placesOf(layout, rows);
    this.textures = {
      places: texture(this.places, rows, FloatType),
      tints: texture(this.tints, rows, UnsignedByteType),
    };
  }

  /** Bytes that a change of the tints uploads. */
  get tintBytes(): number {
    return this.tints.byteLength;
  }

  showTints(): void {
    this.textures.tints.needsUpdate = true;
  }

  /** Gives spheres that a filter holds back no size; returns the bytes to upload. */
  hide(mask: Uint8Array): number {
    const { places } = this;
    for (let id = 0; id < this.layout.count; id += 1) {
      places[id * 4 + 3] = mask[id] === HIDDEN ? 0 : (this.layout.radii[id] ?? 0);
    }
    this.textures.places.needsUpdate = true;
    return places.byteLength;
  }

  /** Orders the spheres for an eye; returns the bytes to upload. */
  sort(eye: readonly [number, number, number]): number {
    sortBackToFront(this.order, this.keys, this.layout.centres, eye);
    this.orderAttribute.needsUpdate = true;
    return this.order.byteLength;
  }

  dispose(): void {
    this.geometry.dispose();
    this.textures.places.dispose();
    this.textures.tints.dispose();
  }
}

/** One quad an instance, its corners at (+-1, +-1). */
function quads(order: InstancedBufferAttribute, count: number): InstancedBufferGeometry {
  const geometry = new InstancedBufferGeometry();
  const corners = [-1, -1, 0, 1, -1, 0, 1, 1, 0, -1, 1, 0];
  geometry.setAttribute('position', new Float32BufferAttribute(corners, 3));
  geometry.setAttribute('sphere', order);
  geometry.setIndex([0, 1, 2, 0, 2, 3]);
  geometry.instanceCount = count;
  return geometry;
}

function placesOf(layout: SphereLayout, rows: number): Float32Array<ArrayBuffer> {
  const places = new Float32Array(rows * TEXTURE_WIDTH * 4);
  for (let id = 0; id < layout.count; id += 1) {
    places[id * 4] = layout.centres[id * 3] ?? 0;
    places[id * 4 + 1] = layout.centres[id * 3 + 1] ?? 0;
    places[id * 4 + 2] = layout.centres[id * 3 + 2] ?? 0;
    places[id * 4 + 3] = layout.radii[id] ?? 0;
  }
  return places;
}

function texture(
  data: Float32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>,
  rows: number,
  type: typeof FloatType | typeof UnsignedByteType,
): DataTexture {
  const result = new DataTexture(data, TEXTURE_WIDTH, rows, RGBAFormat, type);
  result.magFilter = NearestFilter;
  result.minFilter = NearestFilter;
  result.needsUpdate = true;
  return result;
}
