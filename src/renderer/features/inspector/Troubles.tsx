import { CopyButton } from '../../ui/CopyButton.tsx';
import { useRun } from '../../store/run-slice.ts';
import styles from './Inspector.module.css';

/** What is wrong with the run, whatever is selected: why it failed, what could not be saved. */
export function Troubles() {
  const failure = useRun(({ status }) => status.failure);
  const warning = useRun(({ status }) => status.warning);
  const pausedBecause = useRun(({ status }) => status.pausedBecause);
  return (
    <>
      {pausedBecause && <Trouble title="The run has paused itself" words={pausedBecause.message} />}
      {failure && <Trouble title="The run failed" words={failure} />}
      {warning && <Trouble title="Training goes on, but" words={warning} />}
    </>
  );
}

function Trouble({ title, words }: { readonly title: string; readonly words: string }) {
  return (
    <div className={styles.trouble} role="alert">
      <div>
        <b>{title}</b>
        <p>{words}</p>
      </div>
      <CopyButton text={words} />
    </div>
  );
}
