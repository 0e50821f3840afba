import { describe, expect, it } from 'vitest';
import type { InterleavedBuffer, InterleavedBufferAttribute } from 'three';
import { EventCloud } from '../../../src/renderer/scene/layers/events/event-cloud.ts';
import { tokenNumbers } from '../../../src/renderer/scene/layers/events/token-table.ts';
import { TOKEN_CLASSES } from '../../../src/renderer/scene/layers/events/token-classes.ts';
import { eventTheta } from '../../../src/renderer/scene/layers/events/event-layout.ts';
import {
  SHELL_SLOTS,
  appendEvents,
  createEventRing,
  resetEventRing,
} from '../../../src/renderer/store/event-ring.ts';
import type { EventRing } from '../../../src/renderer/store/event-ring.ts';
import { tokenFrame } from '../frames.ts';

function append(ring: EventRing, firstN: number, count: number): void {
  const words = new Uint32Array(count).fill(firstN);
  appendEvents(ring, { firstN, leaves: 12, context: 64, step: 1, words });
}

function cloudOf(ring: EventRing, stride = 1) {
  const cloud = new EventCloud(ring);
  cloud.setStride(stride);
  const { data } = cloud.geometry.getAttribute('slot') as InterleavedBufferAttribute;
  const buffer = data as InterleavedBuffer;
  /** Spans marked since the last call, as three.js would upload and clear them. */
  const uploads = (): [number, number][] => {
    const ranges = buffer.updateRanges.map(({ start, count }): [number, number] => [start, count]);
    buffer.clearUpdateRanges();
    return ranges;
  };
  return { cloud, buffer, uploads };
}

describe('EventCloud', () => {
  it("hands the store's own slots to the GPU, without a copy", () => {
    const ring = createEventRing();
    expect(cloudOf(ring).buffer.array).toBe(ring.slots);
  });

  it('uploads only what is new', () => {
    const ring = createEventRing();
    const { cloud, uploads } = cloudOf(ring);
    append(ring, 1, 768);
    expect(cloud.takeEvents()).toBe(768 * 4);
    expect(uploads()).toEqual([[0, 768]]);
    append(ring, 769, 10);
    append(ring, 779, 5);
    expect(cloud.takeEvents()).toBe(15 * 4);
    expect(uploads()).toEqual([[768, 15]]);
    expect(cloud.takeEvents()).toBe(0);
    expect(uploads()).toEqual([]);
  });

  it('uploads both ends over the seam', () => {
    const ring = createEventRing();
    append(ring, 1, SHELL_SLOTS - 10);
    const { cloud, uploads } = cloudOf(ring);
    append(ring, SHELL_SLOTS - 9, 30);
    expect(cloud.takeEvents()).toBe(30 * 4);
    expect(uploads()).toEqual([
      [SHELL_SLOTS - 10, 10],
      [0, 20],
    ]);
  });

  it('begins anew with another epoch', () => {
    const ring = createEventRing();
    append(ring, 1, 500);
    const { cloud, uploads } = cloudOf(ring);
    resetEventRing(ring);
    append(ring, 101, 50);
    expect(cloud.takeEvents()).toBe(50 * 4);
    expect(uploads()).toEqual([[100, 50]]);
  });

  it('draws every slot that holds an event, or every seventh of the same slots', () => {
    const ring = createEventRing();
    const { cloud } = cloudOf(ring);
    const { drawRange } = cloud.geometry;
    cloud.takeEvents();
    expect(drawRange).toMatchObject({ start: 0, count: 0 });
    append(ring, 701, 1_400);
    cloud.takeEvents();
    expect(drawRange).toMatchObject({ start: 700, count: 1_400 });
    cloud.setStride(7);
    cloud.takeEvents();
    expect(drawRange).toMatchObject({ start: 100, count: 200 });
    const { data } = cloud.geometry.getAttribute('slot') as InterleavedBufferAttribute;
    expect([data.stride, data.array]).toEqual([7, ring.slots]);
    append(ring, 2_101, SHELL_SLOTS);
    cloud.takeEvents();
    expect(drawRange).toMatchObject({ start: 0, count: 20_571 });
  });
});

describe('tokenNumbers', () => {
  it('has offset, spoke and class of each token', () => {
    const frame = tokenFrame(Array.from({ length: 300 }, (_, i) => i / 64));
    const numbers = tokenNumbers(frame, ['a', 'B', '7', '\n', '!', ' b9']);
    expect(numbers).toHaveLength(2 * 256 * 4);
    expect(numbers[299 * 4]).toBeCloseTo(299 / 64, 6);
    // The token's own prime is the (token + 1)-th: its k is the slot's.
    expect(numbers[299 * 4 + 1]).toBeCloseTo(eventTheta(299, 299 / 64), 6);
    const classes = Array.from(
      { length: 6 },
      (_, token) => TOKEN_CLASSES[numbers[token * 4 + 2] ?? 9],
    );
    expect(classes).toEqual(['lower case', 'capital', 'digit', 'blank', 'punctuation', 'mixed']);
  });

  it('is all zeros without a frame', () => {
    expect(tokenNumbers(undefined, []).every((x) => x === 0)).toBe(true);
  });
});
