import type { RunSummary } from '../../../shared/contract/run.ts';
import { Button } from '../../ui/Button.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { formatAgo, formatCount, formatNats } from '../../lib/format.ts';
import { isActive } from '../../commands/run-availability.ts';
import { openDialog } from '../../store/dialog-slice.ts';
import { restoreRun } from '../../commands/run-commands.ts';
import { toggleOverlay } from '../../commands/overlay-commands.ts';
import { useOverlays } from '../../store/overlays-slice.ts';
import { useRunAvailability } from '../../commands/run-situation.ts';
import { useRun } from '../../store/run-slice.ts';
import styles from './Runs.module.css';

/** One stored run; a broken one says what is wrong with it. */
export function RunRow({
  run,
  why,
}: {
  readonly run: RunSummary;
  readonly why: string | undefined;
}) {
  const present = useRun(({ status }) => (isActive(status.state) ? status.runId : undefined));
  const { 'run.extend': whyNotExtend, 'run.branch': whyNotBranch } = useRunAvailability();
  const other = present !== undefined && present !== run.runId;
  const bare = run.checkpoints.length === 0 ? 'It has no checkpoint' : undefined;
  const unready = (other ? 'Stop the present run first' : undefined) ?? bare;
  const reason = run.problem ?? why ?? unready;
  return (
    <tr>
      <td className={styles.name}>
        <b>{run.name}</b>
        <span className={styles.id}>{run.runId}</span>
        {run.problem && <span className={styles.trouble}>{run.problem}</span>}
      </td>
      <td className={styles.dim}>
        {run.model.blocks}×{run.model.width} · {run.tokenizer}
      </td>
      <td className={styles.figure}>
        {formatCount(run.step)} / {formatCount(run.steps)}
      </td>
      <td className={styles.figure}>{formatNats(run.trainLossNats)}</td>
      <td className={styles.figure}>{formatNats(run.validationLossNats)}</td>
      <td className={styles.when}>{formatAgo(run.createdAtMs, Date.now())}</td>
      <td className={styles.right}>
        <OverlayChip run={run} />
      </td>
      <td className={styles.actions}>
        <Button
          look="quiet"
          why={run.problem ?? whyNotExtend ?? unready}
          label={`Extend ${run.name}`}
          onPress={() => openDialog('extend', run.runId)}
        >
          Extend…
        </Button>
        <Button
          look="quiet"
          why={run.problem ?? whyNotBranch ?? bare}
          label={`Branch ${run.name}`}
          onPress={() => openDialog('branch', run.runId)}
        >
          Branch…
        </Button>
        <Button
          look="quiet"
          why={run.problem}
          label={`Export ${run.name}`}
          onPress={() => openDialog('export', run.runId)}
        >
          Export…
        </Button>
      </td>
      <td className={styles.right}>
        <Button why={reason} label={`Restore ${run.name}`} onPress={() => restoreRun(run.runId)}>
          Restore
        </Button>
      </td>
    </tr>
  );
}

/** Draws the run's loss under the present one's. */
function OverlayChip({ run }: { readonly run: RunSummary }) {
  const shown = useOverlays(({ overlays }) => overlays.some(({ runId }) => runId === run.runId));
  const present = useRun(({ status }) => status.runId);
  if (run.problem !== undefined || run.step === 0 || run.runId === present) return null;
  return (
    <Chip
      pressed={shown}
      label={`Compare ${run.name}`}
      onPress={() => void toggleOverlay(run.runId)}
    >
      Compare
    </Chip>
  );
}
