import { Panel } from '../../ui/Panel.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { PromptForm } from './PromptForm.tsx';
import { formatCount } from '../../lib/format.ts';
import { useRun } from '../../store/run-slice.ts';
import { useSamples } from '../../store/samples-slice.ts';
import styles from './SamplePanel.module.css';

/** What the model writes: the newest text sampled in training, and texts asked for. */
export function SamplePanel() {
  const newest = useSamples((samples) => samples.newest);
  const generated = useSamples((samples) => samples.generated);
  const problem = useSamples((samples) => samples.problem);
  const every = useRun(({ status }) => status.config?.sampleEverySteps ?? 0);
  const steps = useRun(({ status }) => status.config?.steps ?? 0);
  const asked = generated !== undefined;
  const text = asked ? generated.prompt + generated.result.text : newest?.text;
  return (
    <Panel
      title="Sample"
      grows
      aside={
        <>
          {asked ? (
            <span>
              step {formatCount(generated.result.step)} · T {generated.temperature}
            </span>
          ) : (
            newest && (
              <span>
                step {formatCount(newest.step)} · T {newest.temperature}
              </span>
            )
          )}
          {text !== undefined && <CopyButton text={text} label="Copy the text" />}
        </>
      }
    >
      <div className={styles.body}>
        {asked ? (
          <p className={styles.text}>
            <b>{generated.prompt}</b>
            {generated.result.text}
          </p>
        ) : (
          <p className={newest ? styles.text : styles.none}>
            {newest?.text ??
              (every > 0 && every <= steps
                ? `The first text is sampled at step ${formatCount(every)}.`
                : 'This run samples no text by itself.')}
          </p>
        )}
      </div>
      {problem && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <PromptForm />
    </Panel>
  );
}
