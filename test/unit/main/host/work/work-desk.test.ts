import { describe, expect, it } from 'vitest';
import { WorkDesk } from '../../../../../src/main/host/work/work-desk.ts';
import type { NativeWork } from '../../../../../src/main/host/engine/engine-types.ts';
import type { Work } from '../../../../../src/main/host/work/work.ts';
import type { WorkProgress } from '../../../../../src/shared/contract/work.ts';

const READING: NativeWork = { part: 'reading', fraction: 0.5, done: 500, total: 1_000 };

function newDesk() {
  const published: WorkProgress[] = [];
  const cancelled: number[] = [];
  const world: { engine: NativeWork | undefined; nowMs: number; look: () => void } = {
    ...{ engine: undefined, nowMs: 0 },
    look: () => undefined,
  };
  const desk = new WorkDesk({
    engine: { readWork: () => world.engine, cancelWork: (id) => cancelled.push(id) },
    publish: (progress) => published.push(progress),
    nowMs: () => world.nowMs,
    repeat: (task) => {
      world.look = task;
      return () => (world.look = () => undefined);
    },
  });
  const lookAt = (nowMs: number, engine?: NativeWork) => {
    Object.assign(world, { nowMs, engine });
    world.look();
    return published.at(-1);
  };
  /** Begins a work that goes on until the returned function is called. */
  const begin = async (workId: string | undefined) => {
    let end: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (end = resolve));
    let given: Work | undefined;
    const answer = desk.watch(workId, async (work) => {
      given = work;
      await gate;
      work.stage(1);
      return 'done';
    });
    await Promise.resolve();
    if (!given) throw new Error('not begun');
    return { work: given, answer, end };
  };
  return { desk, published, cancelled, lookAt, begin };
}

describe('the work desk', () => {
  it('tells share, rate and time left of what the engine does', async () => {
    const { lookAt, begin, published } = newDesk();
    const { answer, end } = await begin('a');
    lookAt(100);
    expect(published).toEqual([]); // nothing is known
    expect(lookAt(2_000, READING)).toEqual({
      ...{ workId: 'a', part: 'reading', fraction: 0.5, done: 500, total: 1_000, unit: 'bytes' },
      ...{ perSecond: 250, etaSeconds: 2 },
    });
    end();
    expect(await answer).toBe('done');
    lookAt(3_000, READING);
    expect(published).toHaveLength(1);
  });

  it('measures each part for itself, and says no time left in the first second', async () => {
    const { lookAt, begin } = newDesk();
    const { answer, end } = await begin('a');
    expect(lookAt(500, READING)).not.toHaveProperty('etaSeconds');
    const learning: NativeWork = { part: 'learning', fraction: 0.6, done: 300, total: 4_096 };
    expect(lookAt(1_000, learning)).toMatchObject({ unit: 'tokens' });
    expect(lookAt(1_000, learning)).not.toHaveProperty('perSecond');
    expect(lookAt(3_000, { ...learning, done: 1_300 })?.perSecond).toBe(500);
    end();
    await answer;
  });

  it('joins stages of the host and the engine to one course', async () => {
    const { lookAt, begin } = newDesk();
    const { work, answer, end } = await begin('a');
    work.stage(0.2);
    work.hashing(50, 100);
    expect(lookAt(200)).toMatchObject({ part: 'hashing', fraction: 0.1 });
    work.stage(1);
    expect(lookAt(400, { ...READING, fraction: 0.25 })?.fraction).toBeCloseTo(0.4, 12);
    expect(lookAt(600, { ...READING, fraction: 0.1 })?.fraction).toBeCloseTo(0.4, 12); // never back
    end();
    await answer;
  });

  it('cancels: the engine at every look, the host at its next word', async () => {
    const { desk, cancelled, lookAt, begin } = newDesk();
    const { work, answer, end } = await begin('a');
    desk.cancel('a');
    lookAt(200);
    expect(cancelled).toEqual([work.id, work.id]);
    expect(() => work.hashing(1, 2)).toThrow(expect.objectContaining({ code: 'cancelled' }));
    end();
    await expect(answer).rejects.toMatchObject({ code: 'cancelled' });
    desk.cancel('a'); // harmless
  });

  it('refuses a name in use, and does unwatched works untold', async () => {
    const { desk, begin } = newDesk();
    const { answer, end } = await begin('a');
    await expect(desk.watch('a', async () => 1)).rejects.toMatchObject({ code: 'wrong-state' });
    expect(await desk.watch(undefined, async (work) => work.id)).toBe(0);
    end();
    await answer;
    expect(await desk.watch('a', async () => 2)).toBe(2);
  });
});
