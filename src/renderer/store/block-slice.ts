import { create } from 'zustand';
import type { BlockInspection, TensorMagnitudes } from '../../shared/contract/blocks.ts';

/** Moments that are kept for the pictures over time; beyond, every second one is let go. */
export const MOST_MOMENTS = 240;
/** How many of the sample's last tokens can be looked at. */
export const LOOKED_AT = [16, 32, 64] as const;

/** The magnitudes of a block at one step. */
export interface BlockMoment {
  readonly step: number;
  readonly tensors: readonly TensorMagnitudes[];
}

export interface BlockState {
  /** Whether the panel is shown: only then is the host asked. */
  readonly open: boolean;
  readonly block: number;
  readonly head: number;
  /** One of LOOKED_AT. */
  readonly tokens: number;
  /** Place of the matrix shown among the block's four. */
  readonly matrix: number;
  readonly runId: string | undefined;
  readonly newest: BlockInspection | undefined;
  /** By ascending step. */
  readonly weights: readonly BlockMoment[];
  readonly gradients: readonly BlockMoment[];
  readonly problem: string | undefined;
}

const NOTHING = { newest: undefined, weights: [], gradients: [], problem: undefined } as const;

/** What is seen of one block of the present run's model. */
export const useBlock = create<BlockState>(() => ({
  ...{ open: false, block: 0, head: 0, tokens: 16, matrix: 0, runId: undefined },
  ...NOTHING,
}));

export function toggleBlockPanel(): void {
  useBlock.setState(({ open }) => ({ open: !open }));
}

export function chooseMatrix(matrix: number): void {
  useBlock.setState({ matrix });
}

/** Another head shows another pattern; the block's magnitudes stay. */
export function chooseHead(head: number): void {
  useBlock.setState({ head });
}

export function chooseTokens(tokens: number): void {
  useBlock.setState({ tokens });
}

export function chooseBlock(block: number): void {
  useBlock.setState({ block, ...NOTHING });
}

/** Takes an answer about what is still chosen; others came too late and are dropped. */
export function takeBlock(
  asked: Pick<BlockState, 'block' | 'head' | 'tokens'> & { readonly runId: string },
  seen: BlockInspection,
): void {
  useBlock.setState((state) => {
    const same = (['block', 'head', 'tokens'] as const).every((key) => state[key] === asked[key]);
    if (!same) return state;
    const before = state.runId === asked.runId ? state : { ...state, ...NOTHING };
    const moment = { step: seen.step, tensors: seen.weights };
    return {
      ...{ runId: asked.runId, newest: seen, problem: undefined },
      weights: withMoment(before.weights, moment),
      gradients: seen.gradients ? withMoment(before.gradients, seen.gradients) : before.gradients,
    };
  });
}

export function setBlockProblem(problem: string): void {
  useBlock.setState({ problem });
}

/** Adds a newer moment; a restored run goes back, and what came after it is forgotten. */
export function withMoment(
  moments: readonly BlockMoment[],
  moment: BlockMoment,
): readonly BlockMoment[] {
  const earlier = moments.filter(({ step }) => step < moment.step);
  const all = [...earlier, moment];
  return all.length > MOST_MOMENTS ? all.filter((_, i) => (all.length - 1 - i) % 2 === 0) : all;
}
