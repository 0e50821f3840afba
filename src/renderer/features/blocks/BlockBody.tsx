import { useEffect } from 'react';
import type { RunState } from '../../../shared/contract/run.ts';
import { Segments } from '../../ui/Segments.tsx';
import { SliderField } from '../../ui/SliderField.tsx';
import { lookAtBlock } from '../../commands/block-commands.ts';
import {
  LOOKED_AT,
  chooseBlock,
  chooseHead,
  chooseMatrix,
  chooseTokens,
  useBlock,
} from '../../store/block-slice.ts';
import { useRun } from '../../store/run-slice.ts';
import { useSamples } from '../../store/samples-slice.ts';
import { AttentionPart } from './AttentionPart.tsx';
import { MagnitudePart } from './MagnitudePart.tsx';
import styles from './Blocks.module.css';

const ASK_MS = 1_000;

const MATRICES = [
  { value: '0', text: 'QKV' },
  { value: '1', text: 'Attention out' },
  { value: '2', text: 'Feed in' },
  { value: '3', text: 'Feed out' },
] as const;
const TOKENS = LOOKED_AT.map((tokens) => ({ value: String(tokens), text: String(tokens) }));

/** The panel's content while it is shown. */
export function BlockBody() {
  const model = useRun(({ status }) => status.config?.model);
  const state = useRun(({ status }) => status.state);
  const { block, head, matrix, tokens, newest, weights, gradients, problem } = useBlock();
  useAsking(state);
  if (!model) return null;
  return (
    <div className={styles.body}>
      <SliderField
        {...{ label: 'Block', value: block, min: 0, max: model.blocks - 1, step: 1 }}
        text={`${block + 1} of ${model.blocks}`}
        onChange={chooseBlock}
      />
      <SliderField
        {...{ label: 'Head', value: head, min: 0, max: model.heads - 1, step: 1 }}
        text={`${head + 1} of ${model.heads}`}
        onChange={chooseHead}
      />
      <div className={styles.choice}>
        <span>Last tokens</span>
        <Segments
          label="Last tokens"
          options={TOKENS}
          value={String(tokens)}
          onChange={(value) => chooseTokens(Number(value))}
        />
      </div>
      {state === 'stopped' && (
        <p className={styles.note}>The run has ended: restore it to look into it again.</p>
      )}
      {problem && state !== 'stopped' && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <NoSample />
      {newest && <AttentionPart inspection={newest} />}
      <Segments
        label="Matrix"
        options={MATRICES}
        value={MATRICES[matrix]?.value ?? '0'}
        onChange={(value) => chooseMatrix(Number(value))}
      />
      <MagnitudePart
        {...{ title: 'Weights', moments: weights, matrix, colour: 'blue' }}
        empty="none looked at yet."
      />
      <MagnitudePart
        {...{ title: 'Gradients', moments: gradients, matrix, colour: 'accent' }}
        empty={state === 'running' ? 'they come with the next step.' : 'train a step to see them.'}
      />
    </div>
  );
}

/** Asks when something else is chosen or a step has been trained, and each second while the run goes on. */
function useAsking(state: RunState): void {
  const { block, head, tokens } = useBlock();
  const paused = state !== 'running';
  const step = useRun(({ status }) => (paused ? status.step : undefined));
  const text = useSamples(({ generated, newest }) => generated ?? newest);
  useEffect(() => {
    if (state === 'stopped' || state === 'restoring') return undefined;
    void lookAtBlock();
    if (state !== 'running') return undefined;
    const timer = setInterval(() => {
      if (!document.hidden) void lookAtBlock();
    }, ASK_MS);
    return () => clearInterval(timer);
  }, [state, block, head, tokens, step, text]);
}

function NoSample() {
  const none = useSamples(({ generated, newest }) => !generated && !newest);
  if (!none) return null;
  return (
    <p className={styles.note}>
      No text is sampled yet, so a newline stands for it: generate one above.
    </p>
  );
}
