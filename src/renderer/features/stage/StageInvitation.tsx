import { Button } from '../../ui/Button.tsx';
import { formatBytes, formatCount } from '../../lib/format.ts';
import { isUnfinished, newestCheckpointStep } from './unfinished-run.ts';
import { restoreRun, startRun } from '../../commands/run-commands.ts';
import { useCorpus } from '../../store/corpus-slice.ts';
import { useDraft } from '../../store/draft-slice.ts';
import { useRun } from '../../store/run-slice.ts';
import { useRuns } from '../../store/runs-slice.ts';
import { useRunAvailability } from '../../commands/run-situation.ts';
import { useSession } from '../../store/session-slice.ts';
import styles from './Stage.module.css';

/** Over the empty stage: what will happen, and the one button that makes it happen. */
export function StageInvitation() {
  const idle = useRun(({ status }) => status.state === 'idle');
  const connected = useSession(({ connection }) => connection.kind === 'connected');
  const corpus = useCorpus((state) => state.corpus);
  const opening = useCorpus((state) => state.opening);
  const { values } = useDraft(({ draft }) => draft);
  const unfinished = useRuns(({ runs }) => runs?.find(isUnfinished));
  const why = useRunAvailability()['run.start'];
  if (!idle || !connected || (!corpus && !opening)) return null;
  return (
    <div className={styles.invitation}>
      <p className={styles.lead}>
        {corpus && !opening ? (
          <>
            <b>{corpus.name}</b>, {formatBytes(corpus.bytes)} · {values.blocks} blocks,{' '}
            {values.width} wide · {formatCount(Number(values.steps))} steps
          </>
        ) : (
          <>Opening {opening}…</>
        )}
      </p>
      <div className={styles.choices}>
        <Button look="primary" keyHint="Space" why={why} onPress={startRun}>
          Start training
        </Button>
        {unfinished && (
          <Button onPress={() => restoreRun(unfinished.runId)}>
            {`Restore ${unfinished.name}, step ${formatCount(newestCheckpointStep(unfinished))}`}
          </Button>
        )}
      </div>
    </div>
  );
}
