import { useEffect } from 'react';
import { Chip } from '../../ui/Chip.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { SliderField } from '../../ui/SliderField.tsx';
import { formatCount } from '../../lib/format.ts';
import { lookAtBlock } from '../../commands/block-commands.ts';
import {
  chooseBlock,
  chooseHead,
  chooseMatrix,
  toggleBlockPanel,
  useBlock,
} from '../../store/block-slice.ts';
import { useRun } from '../../store/run-slice.ts';
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

/** One block and head of the model: attention over the newest sample, weights and gradients over time. Asks only while open. */
export function BlockPanel() {
  const open = useBlock((state) => state.open);
  const step = useBlock((state) => state.newest?.step);
  return (
    <Panel
      title="Attention and weights"
      aside={
        <>
          {open && step !== undefined && <span>step {formatCount(step)}</span>}
          <Chip pressed={open} onPress={toggleBlockPanel}>
            {open ? 'Shown' : 'Show'}
          </Chip>
        </>
      }
    >
      {open && <BlockBody />}
    </Panel>
  );
}

function BlockBody() {
  const model = useRun(({ status }) => status.config?.model);
  const running = useRun(({ status }) => status.state === 'running');
  const { block, head, matrix, newest, weights, gradients, problem } = useBlock();
  useEffect(() => {
    void lookAtBlock();
    if (!running) return undefined;
    const timer = setInterval(() => {
      if (!document.hidden) void lookAtBlock();
    }, ASK_MS);
    return () => clearInterval(timer);
  }, [running, block, head]);
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
      {problem && (
        <p className={styles.note} role="alert">
          {problem}
        </p>
      )}
      {newest && <AttentionPart inspection={newest} />}
      <Segments
        label="Matrix"
        options={MATRICES}
        value={MATRICES[matrix]?.value ?? '0'}
        onChange={(value) => chooseMatrix(Number(value))}
      />
      <MagnitudePart title="Weights" moments={weights} matrix={matrix} colour="blue" />
      <MagnitudePart title="Gradients" moments={gradients} matrix={matrix} colour="accent" />
    </div>
  );
}
