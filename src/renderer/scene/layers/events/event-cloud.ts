import {
  BufferGeometry,
  DynamicDrawUsage,
  InterleavedBuffer,
  InterleavedBufferAttribute,
} from 'three';
import { dirtySpans } from '../../../store/event-ring.ts';
import { mask } from '../../../store/mask.ts';
import type { EventRing } from '../../../store/event-ring.ts';
import { vertexRange } from './event-layout.ts';

/**
 * GPU side of the event ring: the store's slots themselves are the vertex buffer, read as integers; only slots
 * written since the last frame are uploaded. A stride draws every n-th slot of the same buffer.
 */
export class EventCloud {
  readonly geometry = new BufferGeometry();
  private buffer: InterleavedBuffer;
  private maskBuffer: InterleavedBuffer;
  private maskEpoch = mask.eventEpoch;
  private epoch: number;
  private newestN: number;
  stride = 1;

  constructor(private readonly ring: EventRing) {
    [this.buffer, this.maskBuffer] = this.open();
    this.epoch = ring.epoch;
    this.newestN = ring.newestN;
  }

  /** Draws every `stride`-th slot from now on; both buffers are uploaded afresh. */
  setStride(stride: number): void {
    if (stride === this.stride) return;
    this.stride = stride;
    this.geometry.dispose();
    [this.buffer, this.maskBuffer] = this.open();
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
    const { first, count } = vertexRange(ring, this.stride);
    this.geometry.setDrawRange(first, count);
    const masks = wholeMask ? mask.events.length : mask.eventsActive ? slots : 0;
    return slots * Uint32Array.BYTES_PER_ELEMENT + masks;
  }

  dispose(): void {
    this.geometry.dispose();
  }

  private open(): [InterleavedBuffer, InterleavedBuffer] {
    const opened = [this.ring.slots, mask.events].map((array, index) => {
      const buffer = new InterleavedBuffer(array, this.stride);
      buffer.setUsage(DynamicDrawUsage);
      const name = index === 0 ? 'slot' : 'mask';
      this.geometry.setAttribute(name, new InterleavedBufferAttribute(buffer, 1, 0));
      return buffer;
    });
    return opened as [InterleavedBuffer, InterleavedBuffer];
  }
}
