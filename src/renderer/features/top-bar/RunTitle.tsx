import type { RunConfig, RunState } from '../../../shared/contract/run.ts';
import { PRESETS } from '../../../shared/contract/presets.ts';
import { useCorpus } from '../../store/corpus-slice.ts';
import { useDraft } from '../../store/draft-slice.ts';
import { useRun } from '../../store/run-slice.ts';
import { useSession } from '../../store/session-slice.ts';
import styles from './TopBar.module.css';

const STATE_NAMES: Readonly<Record<RunState, string>> = {
  idle: 'Ready',
  initializing: 'Preparing',
  running: 'Training',
  paused: 'Paused',
  checkpointing: 'Saving',
  restoring: 'Restoring',
  completed: 'Completed',
  stopped: 'Stopped',
  failed: 'Failed',
};

const CONNECTION_NAMES = {
  connecting: 'Connecting',
  disconnected: 'Not connected',
  mismatch: 'Not connected',
} as const;

/** The run's name, its sizes and its state. */
export function RunTitle() {
  const { state, config, runId } = useRun(({ status }) => status);
  const connection = useSession((session) => session.connection.kind);
  const draftName = useDraft(({ draft }) => draft.name);
  const corpusOpen = useCorpus(({ corpus }) => corpus !== undefined);
  return (
    <div className={styles.title}>
      <h1 className={styles.name}>
        {config?.name ?? (corpusOpen && draftName ? draftName : 'New run')}
      </h1>
      {config && (
        <span className={styles.sizes} title={runId}>
          {describeModel(config)} · seed {config.seed}
        </span>
      )}
      <span
        className={styles.state}
        data-state={connection === 'connected' ? state : connection}
        role="status"
      >
        {connection === 'connected' ? STATE_NAMES[state] : CONNECTION_NAMES[connection]}
      </span>
    </div>
  );
}

/** baby 4×128, or the sizes alone: 3×96. */
function describeModel({ model }: RunConfig): string {
  const sizes = `${model.blocks}×${model.width}`;
  const preset = Object.entries(PRESETS).find(([, { model: own }]) =>
    (['blocks', 'heads', 'width', 'context'] as const).every((key) => own[key] === model[key]),
  );
  return preset ? `${preset[0]} ${sizes}` : sizes;
}
