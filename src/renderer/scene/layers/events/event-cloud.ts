import {
  BufferGeometry,
  DataTexture,
  DynamicDrawUsage,
  FloatType,
  InterleavedBuffer,
  InterleavedBufferAttribute,
  NearestFilter,
  RedFormat,
} from 'three';
import { dirtySpans } from '../../../store/event-ring.ts';
import { mask } from '../../../store/mask.ts';
import type { EventRing } from '../../../store/event-ring.ts';
import { readTokenFrame } from '../../../../shared/frames/token-frame.ts';
import { TOKEN_WIDTH } from './event-material.ts';
import { drawnSlots } from './event-layout.ts';

/**
 * GPU side of the event ring: the store's slots themselves are the vertex buffer, read as integers; only slots
 * written since the last frame are uploaded. A stride draws every n-th slot of the same buffer.
 */
export class EventCloud {
  readonly geometry = new BufferGeometry();
  private readonly buffer: InterleavedBuffer;
  private readonly maskBuffer: InterleavedBuffer;
  private maskEpoch = mask.eventEpoch;
  private epoch: number;
  private newestN: number;

  constructor(
    private readonly ring: EventRing,
    stride: number,
  ) {
    this.buffer = new InterleavedBuffer(ring.slots, stride);
    this.buffer.setUsage(DynamicDrawUsage);
    this.geometry.setAttribute('slot', new InterleavedBufferAttribute(this.buffer, 1, 0));
    this.maskBuffer = new InterleavedBuffer(mask.events, stride);
    this.maskBuffer.setUsage(DynamicDrawUsage);
    this.geometry.setAttribute('mask', new InterleavedBufferAttribute(this.maskBuffer, 1, 0));
    this.geometry.setDrawRange(0, drawnSlots(stride));
    this.epoch = ring.epoch;
    this.newestN = ring.newestN;
  }

  /** Marks what came since the last call for upload; returns its bytes. */
  takeEvents(): number {
    const { ring } = this;
    const sinceN = ring.epoch === this.epoch ? this.newestN : 0;
    let slots = 0;
    const wholeMask = mask.eventEpoch !== this.maskEpoch;
    for (const { from, to } of dirtySpans(ring, sinceN)) {
      this.buffer.addUpdateRange(from, to - from);
      if (!wholeMask && mask.eventsActive) this.maskBuffer.addUpdateRange(from, to - from);
      slots += to - from;
    }
    if (slots > 0) this.buffer.needsUpdate = true;
    if (wholeMask) this.maskBuffer.clearUpdateRanges();
    if (wholeMask || (slots > 0 && mask.eventsActive)) this.maskBuffer.needsUpdate = true;
    this.maskEpoch = mask.eventEpoch;
    this.epoch = ring.epoch;
    this.newestN = ring.newestN;
    const masks = wholeMask ? mask.events.length : mask.eventsActive ? slots : 0;
    return slots * Uint32Array.BYTES_PER_ELEMENT + masks;
  }

  dispose(): void {
    this.geometry.dispose();
  }
}

/** The vocabulary's angle offsets as a texture, TOKEN_WIDTH a row; zeros without a token frame. */
export function tokenOffsets(frame: ArrayBuffer | undefined): DataTexture {
  const tokens = frame ? readTokenFrame(frame) : undefined;
  const rows = Math.max(1, Math.ceil((tokens?.rows ?? 0) / TOKEN_WIDTH));
  const offsets = new Float32Array(rows * TOKEN_WIDTH);
  for (let token = 0; token < (tokens?.rows ?? 0); token += 1) {
    offsets[token] = tokens?.columns.thetaOffset(token) ?? 0;
  }
  const texture = new DataTexture(offsets, TOKEN_WIDTH, rows, RedFormat, FloatType);
  texture.magFilter = NearestFilter;
  texture.minFilter = NearestFilter;
  texture.needsUpdate = true;
  return texture;
}
