import type { RunConfig, RunState } from '../../../shared/contract/run.ts';
import { PRESETS } from '../../../shared/contract/presets.ts';
import { useDraft } from '../../store/draft-slice.ts';
import { useRun } from '../../store/run-slice.ts';
import { useSession } from '../../store/session-slice.ts';
import styles from './TopBar.module.css';

const STATE_NAMES: Readonly<Record<RunState, string>> = {
  idle: 'Ready',
  running: 'Training',
  paused: 'Paused',
  checkpointing: 'Saving',
  restoring: 'Restoring',
  completed: 'Completed',
  stopped: 'Stopped',
  failed: 'Failed',
};

/** The run's name, its sizes and its state. */
export function RunTitle() {
  const { state, config, runId } = useRun(({ status }) => status);
  const connected = useSession(({ connection }) => connection.kind === 'connected');
  const draftName = useDraft(({ draft }) => draft.name);
  return (
    <div className={styles.title}>
      <h1 className={styles.name}>{config?.name ?? (draftName || 'New run')}</h1>
      {config && (
        <span className={styles.sizes} title={runId}>
          {describeModel(config)} · seed {config.seed}
        </span>
      )}
      <span className={styles.state} data-state={connected ? state : 'offline'} role="status">
        {connected ? STATE_NAMES[state] : 'Not connected'}
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
