import { describe, expect, it } from 'vitest';
import { GpuQueue } from '../../../src/renderer/scene/kit/gpu-queue.ts';
import type { Fences } from '../../../src/renderer/scene/kit/gpu-queue.ts';

/** A context whose frames are drawn when the test says so. */
function context() {
  const made: object[] = [];
  const drawn = new Set<unknown>();
  const gone = new Set<unknown>();
  const state = { lost: false };
  const gl = {
    SYNC_GPU_COMMANDS_COMPLETE: 1,
    SYNC_STATUS: 2,
    SIGNALED: 3,
    fenceSync: () => made[made.push({}) - 1],
    flush: () => undefined,
    getSyncParameter: (fence: object) => (drawn.has(fence) ? 3 : 4),
    deleteSync: (fence: object) => gone.add(fence),
    isContextLost: () => state.lost,
  } as unknown as Fences;
  return { gl, state, gone, finish: (index: number) => drawn.add(made[index]) };
}

describe('GpuQueue', () => {
  it('is full while as many frames as it has room for are not drawn', () => {
    const { gl, finish, gone } = context();
    const queue = new GpuQueue(gl, 2);
    expect(queue.full(0)).toBe(false);
    queue.add(0);
    expect(queue.full(1)).toBe(false);
    queue.add(16);
    expect(queue.full(30)).toBe(true);
    expect(queue.waitedMs(30)).toBe(30);
    finish(0);
    expect(queue.full(40)).toBe(false);
    expect(queue.waitedMs(40)).toBe(24);
    expect(gone.size).toBe(1);
  });

  it('waits for the first frame even when a later one says that it is drawn', () => {
    const { gl, finish } = context();
    const queue = new GpuQueue(gl, 2);
    queue.add(0);
    queue.add(5);
    finish(1);
    expect(queue.full(10)).toBe(true);
    finish(0);
    expect([queue.full(12), queue.waitedMs(12)]).toEqual([false, 0]);
  });

  it('never waits for what will not come: a lost context, a fence that is silent', () => {
    const { gl, state } = context();
    const queue = new GpuQueue(gl, 1);
    queue.add(0);
    expect(queue.full(2_000)).toBe(true);
    expect(queue.full(3_001)).toBe(false);
    queue.add(4_000);
    state.lost = true;
    expect(queue.full(4_010)).toBe(false);
    queue.add(4_020);
    expect(queue.full(4_030)).toBe(false);
  });
});
