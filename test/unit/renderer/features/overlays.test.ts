import { beforeEach, describe, expect, it } from 'vitest';
import { answerCalls, resetWindow } from '../../../helpers/window-fixture.ts';
import { CallError } from '../../../../src/shared/rpc/call-error.ts';
import { overlayCurves } from '../../../../src/renderer/features/charts/overlay-curves.ts';
import { toggleOverlay } from '../../../../src/renderer/commands/overlay-commands.ts';
import { useNotices } from '../../../../src/renderer/store/notice-slice.ts';
import {
  MOST_OVERLAYS,
  addOverlay,
  useOverlays,
} from '../../../../src/renderer/store/overlays-slice.ts';

const history = (runId: string, steps = 100) => {
  const step = Array.from({ length: steps }, (_, i) => i + 1);
  const figures = step.map((s) => 4 - s / 64);
  return {
    runId,
    step,
    lossNats: figures,
    validationLossNats: step.map(() => null),
    learningRate: figures,
    gradientNorm: figures,
    stepMs: figures,
    validation: step.map(() => null),
  };
};
const shown = () => useOverlays.getState().overlays.map(({ runId }) => runId);

beforeEach(() => {
  resetWindow();
  useOverlays.setState({ overlays: [] });
});

describe('compared runs', () => {
  it('come with their history, and go again', async () => {
    const calls = answerCalls({ 'run.history': history('a') });
    await toggleOverlay('a');
    expect(calls).toEqual([{ command: 'run.history', params: { runId: 'a' } }]);
    expect(shown()).toEqual(['a']);
    await toggleOverlay('a');
    expect(shown()).toEqual([]);
  });

  it('are as many as can be told apart, the newest choices', () => {
    for (const runId of ['a', 'b', 'c', 'd']) addOverlay(history(runId));
    addOverlay(history('b'));
    expect(shown()).toEqual(['c', 'd', 'b']);
    expect(shown()).toHaveLength(MOST_OVERLAYS);
    const colours = overlayCurves(useOverlays.getState().overlays, { from: 0, to: 100 });
    expect(new Set(colours.map(({ colour }) => colour)).size).toBe(MOST_OVERLAYS);
  });

  it('are drawn within the steps shown, with their own losses', () => {
    addOverlay(history('a'));
    const [curve] = overlayCurves(useOverlays.getState().overlays, { from: 40, to: 50 });
    expect(curve?.steps).toEqual([39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50]);
    expect(curve?.lossNats[1]).toBeCloseTo(4 - 40 / 64, 5);
  });

  it('say why one cannot be had', async () => {
    answerCalls({ 'run.history': new CallError('not-found', 'There is no run a.') });
    await toggleOverlay('a');
    expect(useNotices.getState().notices).toMatchObject([{ message: 'There is no run a.' }]);
  });
});
