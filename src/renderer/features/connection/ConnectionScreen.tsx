import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { formatCount, formatPlural } from '../../lib/format.ts';
import { usePoll } from '../../lib/use-poll.ts';
import { useRun } from '../../store/run-slice.ts';
import { useSession } from '../../store/session-slice.ts';
import styles from './ConnectionScreen.module.css';

const readSeconds = (): number => Math.floor(Date.now() / 250) * 250;

/** Over the stage while the host cannot be reached: what happened, what is safe, what to do. */
export function ConnectionScreen() {
  const { connection } = useSession();
  switch (connection.kind) {
    case 'connected':
    case 'connecting':
      return null;
    case 'mismatch':
      return <MismatchCard reason={connection.reason} />;
    case 'disconnected':
      return <DisconnectedCard reason={connection.reason} retryAtMs={connection.retryAtMs} />;
  }
}

function DisconnectedCard(props: { readonly reason: string; readonly retryAtMs: number }) {
  const nowMs = usePoll(readSeconds, 250);
  const retry = useSession((session) => session.retry);
  const seconds = Math.max(0, Math.ceil((props.retryAtMs - nowMs) / 1_000));
  return (
    <Card title="The host is not reachable">
      <p className={styles.reason}>
        <span>{props.reason}</span>
        <CopyButton text={props.reason} label="Copy the reason" />
      </p>
      <WhatIsSafe />
      <p>
        This window connects again by itself. If the program was closed, start it again: run{' '}
        <code>npm start</code> where you started it, and open the address it prints.
      </p>
      <div className={styles.buttons}>
        <Button look="primary" onPress={retry}>
          Try now
        </Button>
        <span className={styles.wait} role="timer">
          {seconds > 0 ? `next try in ${seconds} s` : 'trying…'}
        </span>
      </div>
    </Card>
  );
}

/** What of the run survives whatever happened to the host. */
function WhatIsSafe() {
  const { runId, lastCheckpoint, unsavedSteps, config } = useRun(({ status }) => status);
  if (runId === undefined) return <p>No run was under way; stored runs are safe on disk.</p>;
  return (
    <p>
      {lastCheckpoint ? (
        <>
          <b>{config?.name}</b> is safe up to step <b>{formatCount(lastCheckpoint.step)}</b>.
        </>
      ) : (
        <>
          <b>{config?.name}</b> has no checkpoint yet; its loss curve is on disk.
        </>
      )}{' '}
      {unsavedSteps > 0 &&
        `Not saved yet: ${formatPlural(unsavedSteps, 'step')}; if the host has died, they can be trained again and give the same weights. `}
      If only the connection broke, the run is as it was.
    </p>
  );
}

function MismatchCard({ reason }: { readonly reason: string }) {
  return (
    <Card title="Window and host do not fit together">
      <p className={styles.reason}>
        <span>{reason}</span>
        <CopyButton text={reason} label="Copy the reason" />
      </p>
      <p>Runs and checkpoints are not touched by this.</p>
      <div className={styles.buttons}>
        <Button look="primary" onPress={() => location.reload()}>
          Reload the window
        </Button>
      </div>
    </Card>
  );
}

function Card({ title, children }: { readonly title: string; readonly children: React.ReactNode }) {
  return (
    <div className={styles.screen}>
      <section className={styles.card} role="alert" aria-label={title}>
        <h2 className={styles.title}>{title}</h2>
        {children}
      </section>
    </div>
  );
}
