import {
  DataTexture,
  DynamicDrawUsage,
  Float32BufferAttribute,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  NearestFilter,
  RGBAFormat,
  UnsignedByteType,
} from 'three';
import { sortBackToFront } from './back-to-front.ts';
import { TEXTURE_WIDTH, textureRows } from './sphere-places.ts';

/** GPU side of the spheres of one tree: how they are tinted, which are drawn and in what order. */
export class SphereCloud {
  readonly geometry: InstancedBufferGeometry;
  readonly tintTexture: DataTexture;
  /** Red, green, blue and flash of each sphere: fill, then call `showTints`. */
  readonly tints: Uint8Array<ArrayBuffer>;
  private readonly order: Uint32Array;
  private readonly keys: Uint16Array;
  private readonly orderAttribute: InstancedBufferAttribute;

  constructor(count: number) {
    const rows = textureRows(count);
    this.tints = new Uint8Array(rows * TEXTURE_WIDTH * 4);
    this.order = Uint32Array.from({ length: count }, (_, id) => id);
    this.keys = new Uint16Array(count);
    this.orderAttribute = new InstancedBufferAttribute(this.order, 1);
    this.orderAttribute.setUsage(DynamicDrawUsage);
    this.geometry = quads(this.orderAttribute, count);
    this.tintTexture = new DataTexture(
      this.tints,
      TEXTURE_WIDTH,
      rows,
      RGBAFormat,
      UnsignedByteType,
    );
    this.tintTexture.magFilter = NearestFilter;
    this.tintTexture.minFilter = NearestFilter;
    this.tintTexture.needsUpdate = true;
  }

  /** Spheres drawn. */
  get drawn(): number {
    return this.geometry.instanceCount;
  }

  /** Shows the tints; returns the bytes to upload. */
  showTints(): number {
    this.tintTexture.needsUpdate = true;
    return this.tints.byteLength;
  }

  /** Chooses and orders the spheres for an eye (see sortBackToFront); returns the bytes to upload. */
  sort(places: Float32Array, eye: readonly [number, number, number], leastSlope: number): number {
    const drawn = sortBackToFront(this.order, this.keys, places, eye, leastSlope);
    this.geometry.instanceCount = drawn;
    this.orderAttribute.clearUpdateRanges();
    this.orderAttribute.addUpdateRange(0, drawn);
    this.orderAttribute.needsUpdate = true;
    return drawn * Uint32Array.BYTES_PER_ELEMENT;
  }

  dispose(): void {
    this.geometry.dispose();
    this.tintTexture.dispose();
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
