import { beforeEach, expect, it } from 'vitest';
import type { BlockInspection } from '../../../../src/shared/contract/blocks.ts';
import { lookAtBlock } from '../../../../src/renderer/commands/block-commands.ts';
import {
  MOST_MOMENTS,
  chooseBlock,
  chooseHead,
  chooseTokens,
  takeBlock,
  useBlock,
  withMoment,
} from '../../../../src/renderer/store/block-slice.ts';
import { answerCalls, resetWindow } from '../../../helpers/window-fixture.ts';

const seen = (step: number, gradientStep?: number): BlockInspection => ({
  ...{ step, tokens: ['a'], attention: [1], weights: [] },
  ...(gradientStep !== undefined && { gradients: { step: gradientStep, tensors: [] } }),
});
const steps = () => {
  const { weights, gradients } = useBlock.getState();
  return [weights, gradients].map((moments) => moments.map(({ step }) => step));
};

beforeEach(() => {
  useBlock.setState(useBlock.getInitialState(), true);
  resetWindow('running');
});

it('keeps the magnitudes of each step once, in order', () => {
  const asked = { runId: 'r', block: 0, head: 0, tokens: 16 };
  takeBlock(asked, seen(3));
  takeBlock(asked, seen(3));
  takeBlock(asked, seen(5, 4));
  expect(steps()).toEqual([[3, 5], [4]]);
  takeBlock(asked, seen(4, 4));
  expect(steps()).toEqual([[3, 4], [4]]);
});

it('drops answers about another block, keeps the history for another head', () => {
  takeBlock({ runId: 'r', block: 0, head: 0, tokens: 16 }, seen(3));
  chooseHead(1);
  takeBlock({ runId: 'r', block: 0, head: 0, tokens: 16 }, seen(7));
  expect(steps()[0]).toEqual([3]);
  chooseTokens(64);
  takeBlock({ runId: 'r', block: 0, head: 1, tokens: 16 }, seen(8));
  expect(steps()[0]).toEqual([3]);
  chooseBlock(2);
  expect(steps()[0]).toEqual([]);
});

it('begins afresh with another run', () => {
  takeBlock({ runId: 'r', block: 0, head: 0, tokens: 16 }, seen(30));
  takeBlock({ runId: 's', block: 0, head: 0, tokens: 16 }, seen(40));
  expect(steps()[0]).toEqual([40]);
});

it('thins what is long, and never the newest', () => {
  let moments: ReturnType<typeof withMoment> = [];
  for (let step = 1; step <= 1_000; step += 1) moments = withMoment(moments, { step, tensors: [] });
  expect(moments.length).toBeLessThanOrEqual(MOST_MOMENTS);
  expect(moments.length).toBeGreaterThan(MOST_MOMENTS / 2 - 1);
  expect(moments.at(-1)?.step).toBe(1_000);
});

it('asks about the chosen block and tells why when it cannot', async () => {
  const calls = answerCalls({ 'blocks.inspect': seen(9) });
  chooseBlock(2);
  await lookAtBlock();
  expect(calls).toEqual([
    {
      command: 'blocks.inspect',
      params: { runId: '0001-moby-dick', block: 2, head: 0, tokens: 16, text: '' },
    },
  ]);
  expect(useBlock.getState().newest?.step).toBe(9);
  answerCalls({ 'blocks.inspect': new Error('no such block') });
  await lookAtBlock();
  expect(useBlock.getState().problem).toBe('no such block');
});

it('asks once more when something else was chosen while it asked', async () => {
  const calls = answerCalls({ 'blocks.inspect': seen(9) });
  const first = lookAtBlock();
  chooseHead(3);
  await Promise.all([lookAtBlock(), first]);
  expect(calls.map(({ params }) => (params as { head: number }).head)).toEqual([0, 3]);
});
