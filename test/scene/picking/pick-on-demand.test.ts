import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStage } from '../../../src/renderer/scene/kit/stage.ts';
import type { Stage } from '../../../src/renderer/scene/kit/stage.ts';
import { pickOnDemand } from '../../../src/renderer/scene/picking/pick-on-demand.ts';
import { hover, useSelection } from '../../../src/renderer/store/selection-slice.ts';
import type { Selection } from '../../../src/renderer/store/selection-slice.ts';

let stage: Stage;
let stop: () => void;
let waiting: (() => void)[] = [];
/** Questions, and how to answer them. */
let asked: { x: number; answer: (found: Selection | undefined) => void }[] = [];

/** One of the page's frames, and what follows from it before the next. */
async function frame(): Promise<void> {
  const due = waiting;
  waiting = [];
  for (const task of due) task();
  await Promise.resolve();
}

async function answer(found: Selection | undefined): Promise<void> {
  asked.at(-1)?.answer(found);
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
}

function point(x: number): void {
  stage.pointer = { x, y: 10 };
  stage.pickWanted = true;
}

const hovered = (): Selection | undefined => useSelection.getState().hovered;
const SPHERE = { kind: 'sphere', id: 4 } as const;
const EVENT = { kind: 'event', n: 9 } as const;

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', (task: () => void) => waiting.push(task));
  vi.stubGlobal('cancelAnimationFrame', () => (waiting = []));
  [waiting, asked] = [[], []];
  stage = createStage();
  stage.pickAt = (x) => new Promise((resolve) => asked.push({ x, answer: resolve }));
  stop = pickOnDemand(stage);
});

afterEach(() => {
  stop();
  hover(undefined);
  vi.unstubAllGlobals();
});

describe('what lies under the pointer', () => {
  it('is asked in the next frame and shown before the one after', async () => {
    point(120);
    expect(asked).toHaveLength(0);
    await frame();
    expect(asked.map(({ x }) => x)).toEqual([120]);
    await answer(SPHERE);
    expect(hovered()).toEqual(SPHERE);
  });

  it('is asked for the newest place only, one question at a time', async () => {
    point(1);
    await frame();
    for (const x of [2, 3, 4]) {
      point(x);
      await frame();
    }
    expect(asked).toHaveLength(1);
    await answer(SPHERE);
    await frame();
    expect(asked.map(({ x }) => x)).toEqual([1, 4]);
    await answer(EVENT);
    expect(hovered()).toEqual(EVENT);
    await frame();
    expect(asked).toHaveLength(2);
  });

  it('is not shown once the pointer has left, though it has come back since', async () => {
    point(1);
    await frame();
    stage.pointer = undefined;
    stage.pointerLeft += 1;
    point(500);
    await answer(SPHERE);
    expect(hovered()).toBeUndefined();
    await frame();
    await answer(EVENT);
    expect(hovered()).toEqual(EVENT);
  });

  it('is nothing where the picture cannot be read', async () => {
    hover(SPHERE);
    stage.pickAt = () => Promise.reject(new Error('the context was lost'));
    point(1);
    await frame();
    await answer(undefined);
    expect(hovered()).toBeUndefined();
  });
});
