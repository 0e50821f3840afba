import type { ReactNode } from 'react';
import { formatAgo, formatBytes, formatCount, formatIsa, formatPlural } from '../../lib/format.ts';
import { usePoll } from '../../lib/use-poll.ts';
import { useRun } from '../../store/run-slice.ts';
import { useSession } from '../../store/session-slice.ts';
import styles from './StatusBar.module.css';

const readClock = (): number => Math.floor(Date.now() / 1_000) * 1_000;

/** The machine under the run: host, workers, weights, memory, what is saved. */
export function StatusBar() {
  const { connection, info } = useSession();
  const status = useRun((run) => run.status);
  const workers = status.workers ?? status.config?.threads;
  return (
    <footer className={styles.bar}>
      <Item name="Host">
        {connection.kind === 'connected' ? 'this machine' : HOST_WORDS[connection.kind]}
      </Item>
      {info && (
        <Item name="Workers">
          {workers === undefined ? '' : `${workers} of `}
          {formatPlural(info.engine.processors, 'processor')} · {formatIsa(info.engine.isa)}
        </Item>
      )}
      {status.spheres !== undefined && <Item name="Spheres">{formatCount(status.spheres)}</Item>}
      {status.parameters !== undefined && (
        <Item minor name="Parameters">
          {formatCount(status.parameters)}
        </Item>
      )}
      {status.weightsVersion !== undefined && (
        <Item minor name="Weights">
          v{formatCount(status.weightsVersion)}
        </Item>
      )}
      {status.residentBytes !== undefined && (
        <Item name="Memory">{formatBytes(status.residentBytes)}</Item>
      )}
      <div className={styles.space} />
      {status.runId !== undefined && <SavedItem />}
      {info && (
        <Item minor name="Version">
          {info.version}
        </Item>
      )}
    </footer>
  );
}

const HOST_WORDS = {
  connecting: 'connecting',
  disconnected: 'not connected',
  mismatch: 'of another version',
} as const;

function SavedItem() {
  const { lastCheckpoint, unsavedSteps } = useRun(({ status }) => status);
  const nowMs = usePoll(readClock, 1_000);
  return (
    <Item name="Saved">
      {lastCheckpoint ? formatAgo(lastCheckpoint.writtenAtMs, nowMs) : 'not yet'}
      {unsavedSteps > 0 && ` · ${formatPlural(unsavedSteps, 'step')} unsaved`}
    </Item>
  );
}

interface ItemProps {
  readonly name: string;
  /** Left out of a narrow window. */
  readonly minor?: boolean;
  readonly children: ReactNode;
}

function Item({ name, minor, children }: ItemProps) {
  return (
    <span className={styles.item} data-minor={minor}>
      {name} <b>{children}</b>
    </span>
  );
}
