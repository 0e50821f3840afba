import { Panel } from '../../ui/Panel.tsx';
import { Tip } from '../../ui/Tip.tsx';
import { bestCheckpoint } from './best-checkpoint.ts';
import { formatAgo, formatBytes, formatCount, formatNats } from '../../lib/format.ts';
import { isActive } from '../../commands/run-availability.ts';
import { branchRun, restoreRun } from '../../commands/run-commands.ts';
import { usePoll } from '../../lib/use-poll.ts';
import { useRun } from '../../store/run-slice.ts';
import { useRunAvailability } from '../../commands/run-situation.ts';
import styles from './CheckpointsPanel.module.css';

const readClock = (): number => Math.floor(Date.now() / 1_000) * 1_000;

/** The present run's checkpoints, newest first; each can be gone back to. */
export function CheckpointsPanel() {
  const { state, runId, checkpoints, config } = useRun(({ status }) => status);
  const { 'run.restore': why, 'run.branch': whyNotBranch } = useRunAvailability();
  const nowMs = usePoll(readClock, 1_000);
  const best = bestCheckpoint(checkpoints);
  const newestFirst = [...checkpoints].sort((a, b) => b.step - a.step);
  const every = config?.checkpointEverySteps ?? 0;
  return (
    <Panel
      title="Checkpoints"
      aside={every > 0 ? `every ${formatCount(every)} steps` : 'when asked'}
    >
      {newestFirst.length === 0 && (
        <p className={styles.none}>
          {isActive(state) ? comingWords(every, config?.steps) : 'None was written.'}
        </p>
      )}
      <ul className={styles.list}>
        {newestFirst.map((checkpoint) => (
          <li
            key={checkpoint.name}
            className={styles.row}
            title={`${checkpoint.name} · ${formatBytes(checkpoint.bytes)}`}
          >
            <span className={styles.step}>step {formatCount(checkpoint.step)}</span>
            <span className={styles.loss}>{formatNats(checkpoint.validationLossNats)}</span>
            <span className={styles.best}>{checkpoint === best && 'best'}</span>
            <span className={styles.dim}>{formatAgo(checkpoint.writtenAtMs, nowMs)}</span>
            {runId !== undefined && (
              <span className={styles.actions}>
                <RowButton
                  words="Branch"
                  tip="Make a run of its own out of this checkpoint"
                  why={whyNotBranch}
                  onPress={() => void branchRun(runId, checkpoint.name)}
                />
                <RowButton
                  words="Restore"
                  tip="Go back to this checkpoint"
                  why={why}
                  onPress={() => restoreRun(runId, checkpoint.name)}
                />
              </span>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** A run also writes one when it ends, which may be before the first interval is over. */
function comingWords(every: number, steps = Infinity): string {
  const first = Math.min(every > 0 ? every : Infinity, steps);
  const coming = Number.isFinite(first) ? `; the first comes at step ${formatCount(first)}` : '';
  return `None yet. Press C to write one${coming}.`;
}

interface RowButtonProps {
  readonly words: string;
  readonly tip: string;
  readonly why: string | undefined;
  readonly onPress: () => void;
}

function RowButton(props: RowButtonProps) {
  return (
    <Tip text={props.why ?? props.tip}>
      <button
        type="button"
        className={styles.restore}
        aria-disabled={props.why !== undefined}
        onClick={() => {
          if (props.why === undefined) props.onPress();
        }}
      >
        {props.words}
      </button>
    </Tip>
  );
}
