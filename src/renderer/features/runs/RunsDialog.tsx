import { useEffect } from 'react';
import { Dialog } from '../../ui/Dialog.tsx';
import { RunRow } from './RunRow.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { closeDialog } from '../../store/dialog-slice.ts';
import { refreshRuns } from '../../commands/run-commands.ts';
import { useRunAvailability } from '../../commands/run-situation.ts';
import { useRuns } from '../../store/runs-slice.ts';
import { useSession } from '../../store/session-slice.ts';
import styles from './Runs.module.css';

/** Runs stored on the host, each to be restored at its newest sound checkpoint. */
export function RunsDialog() {
  const { runs, problem } = useRuns();
  const why = useRunAvailability()['run.restore'];
  const directory = useSession(({ info }) => info?.runsDirectory);
  useEffect(() => {
    void refreshRuns();
  }, []);
  return (
    <Dialog title="Stored runs" onClose={closeDialog} width={1000}>
      <div className={styles.body}>
        {problem && (
          <p className={styles.problem} role="alert">
            {problem}
          </p>
        )}
        {!runs && !problem && <Skeleton lines={5} label="Reading the stored runs" />}
        {runs?.length === 0 && (
          <p className={styles.none}>No run is stored yet. The first one you start will be.</p>
        )}
        {runs && runs.length > 0 && (
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">Run</th>
                <th scope="col">Model</th>
                <th scope="col" className={styles.right}>
                  Steps
                </th>
                <th scope="col" className={styles.right}>
                  Train
                </th>
                <th scope="col" className={styles.right}>
                  Valid.
                </th>
                <th scope="col" className={styles.right}>
                  Started
                </th>
                <th scope="col">
                  <span className="visually-hidden">Compare</span>
                </th>
                <th scope="col">
                  <span className="visually-hidden">Extend, branch, export</span>
                </th>
                <th scope="col">
                  <span className="visually-hidden">Restore</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {runs.map((run) => (
                <RunRow key={run.runId} run={run} why={why} />
              ))}
            </tbody>
          </table>
        )}
      </div>
      {directory && <p className={styles.footer}>{directory}</p>}
    </Dialog>
  );
}
