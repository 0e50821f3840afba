import { RGIntegerFormat, RedIntegerFormat, UnsignedIntType } from 'three';
import type { BufferGeometry, DataTexture } from 'three';
import { numberTexture, quadGeometry, quadsShown, showQuads } from '../../kit/quads.ts';
import { sortBackToFront } from './back-to-front.ts';
import { TEXTURE_WIDTH, textureRows } from './sphere-places.ts';
import { SphereTinter } from './sphere-tinter.ts';

/** GPU side of the spheres of one tree: how they are tinted, which are drawn and in what order. */
export class SphereCloud {
  readonly geometry: BufferGeometry;
  /** How the spheres are tinted, gliding from one to the other. */
  readonly tinter: SphereTinter;
  readonly tintTexture: DataTexture;
  /** Ids of the spheres in drawing order. */
  readonly orderTexture: DataTexture;
  private readonly order: Uint32Array;
  private readonly keys: Uint16Array;

  constructor(count: number) {
    const size = { width: TEXTURE_WIDTH, height: textureRows(count) };
    this.tinter = new SphereTinter(count, size.width * size.height);
    const order = Uint32Array.from({ length: size.width * size.height }, (_, id) => id);
    this.order = order.subarray(0, count);
    this.keys = new Uint16Array(count);
    this.geometry = quadGeometry(count);
    this.orderTexture = numberTexture(order, size, RedIntegerFormat, UnsignedIntType);
    this.tintTexture = numberTexture(this.tinter.tints, size, RGIntegerFormat, UnsignedIntType);
  }

  /** Spheres drawn. */
  get drawn(): number {
    return quadsShown(this.geometry);
  }

  /** Shows what the tinter aims at; returns the bytes to upload. */
  showTints(): number {
    this.tintTexture.needsUpdate = true;
    return this.tinter.tints.byteLength;
  }

  /** Chooses and orders the spheres for an eye (see sortBackToFront); returns the bytes to upload. */
  sort(places: Float32Array, eye: readonly [number, number, number], leastSlope: number): number {
    const drawn = sortBackToFront(this.order, this.keys, places, eye, leastSlope);
    showQuads(this.geometry, drawn);
    this.orderTexture.needsUpdate = true;
    return this.order.byteLength;
  }

  dispose(): void {
    this.geometry.dispose();
    this.orderTexture.dispose();
    this.tintTexture.dispose();
  }
}
