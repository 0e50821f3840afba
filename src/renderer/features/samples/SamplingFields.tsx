import { LIMITS } from '../../../shared/contract/limits.ts';
import { Field } from '../../ui/Field.tsx';
import { SliderField } from '../../ui/SliderField.tsx';
import { useRun } from '../../store/run-slice.ts';
import { seedProblem } from './sampling-draft.ts';
import type { SamplingDraft } from './sampling-draft.ts';
import styles from './SamplePanel.module.css';

const MOST_TOKENS = Math.min(1_000, LIMITS.sampleTokens.max);
const MOST_TOP_K = 256;

/** How freely the text is sampled. */
export function SamplingFields(props: {
  readonly draft: SamplingDraft;
  readonly onChange: (draft: SamplingDraft) => void;
}) {
  const { draft, onChange } = props;
  const vocabulary = useRun(({ status }) => status.corpus?.vocabulary ?? MOST_TOP_K);
  const slider = (
    name: 'tokens' | 'temperature' | 'topK' | 'topP' | 'minP' | 'repetitionPenalty',
    label: string,
    [min, max, step]: readonly [number, number, number],
    text: string,
  ) => (
    <SliderField
      {...{ label, min, max, step, text }}
      value={draft[name]}
      onChange={(value) => onChange({ ...draft, [name]: value })}
    />
  );
  const { temperature, topK, topP, minP, repetitionPenalty, tokens } = draft;
  return (
    <>
      {slider('temperature', 'Temperature', [0, 2, 0.05], temperature.toFixed(2))}
      {slider(
        'topK',
        'Top k',
        [0, Math.min(vocabulary, MOST_TOP_K), 1],
        topK > 0 ? String(topK) : 'all',
      )}
      {slider('topP', 'Top p', [0.05, 1, 0.05], topP < 1 ? topP.toFixed(2) : 'all')}
      {slider('minP', 'Min p', [0, 0.5, 0.01], minP > 0 ? minP.toFixed(2) : 'all')}
      {slider(
        'repetitionPenalty',
        'Penalty',
        [1, 2, 0.05],
        repetitionPenalty > 1 ? repetitionPenalty.toFixed(2) : 'none',
      )}
      {slider('tokens', 'Length', [20, MOST_TOKENS, 20], String(tokens))}
      <Field
        figure
        {...{ label: 'Seed', unit: 'empty: another one each time', value: draft.seed }}
        problem={seedProblem(draft)}
        onChange={(seed) => onChange({ ...draft, seed })}
      />
      <label className={styles.stopField}>
        <span>Stop at (a text a line; \n is a new line)</span>
        <textarea
          className={styles.stop}
          rows={2}
          value={draft.stop}
          spellCheck={false}
          onChange={(event) => onChange({ ...draft, stop: event.target.value })}
        />
      </label>
    </>
  );
}
