import { useCallback } from 'react';
import { X } from 'lucide-react';
import { Fact, Facts } from '../../ui/Facts.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { InboxPanel } from './InboxPanel.tsx';
import { clockHour } from './words.ts';
import { formatCount, formatFigure, formatNats, formatSpan } from '../../lib/format.ts';
import { select } from '../../store/selection-slice.ts';
import { sphereView } from '../../store/sphere-view.ts';
import type { SphereView } from '../../store/sphere-view.ts';
import { usePoll } from '../../lib/use-poll.ts';
import styles from './Inspector.module.css';

/** Fast enough to follow, slow enough to read. */
const POLL_MS = 150;

/** One sphere of the newest frame. */
export function SphereInspector({ id }: { readonly id: number }) {
  const sphere = usePoll(
    useCallback(() => sphereView(id), [id]),
    POLL_MS,
  );
  const aside = (
    <>
      {sphere && <span>{describePlace(sphere)}</span>}
      <IconButton label="Deselect" icon={<X />} onPress={() => select(undefined)} />
    </>
  );
  return (
    <>
      <Panel title={sphereName(id)} aside={aside}>
        {sphere ? (
          <SphereFacts sphere={sphere} />
        ) : (
          <p className={styles.none}>The machine reports no such sphere now.</p>
        )}
      </Panel>
      {sphere && <InboxPanel inbox={sphere.inbox} />}
    </>
  );
}

function SphereFacts({ sphere }: { readonly sphere: SphereView }) {
  const { parent } = sphere;
  return (
    <Facts>
      <Fact name="State">
        <span className={styles.state} data-state={sphere.state}>
          {capitalised(sphere.state)}
        </span>{' '}
        <span className={styles.dim}>for {formatSpan(sphere.stateAgeMs)}</span>
      </Fact>
      <Fact name="Group, clock">
        {sphere.group === undefined
          ? 'centre'
          : `${sphere.group} · ${clockHour(sphere.group)} o’clock`}
      </Fact>
      <Fact name="Parent">
        {parent === undefined ? (
          'Node Zero'
        ) : (
          <button
            type="button"
            className={styles.link}
            onClick={() => select({ kind: 'sphere', id: parent })}
          >
            {sphereName(parent)}
          </button>
        )}
      </Fact>
      <Fact name="Worker">{sphere.worker === undefined ? 'none yet' : sphere.worker}</Fact>
      {sphere.leaf && (
        <>
          <Fact name="Micro-batches" figure>
            {formatCount(sphere.microBatches)}
          </Fact>
          <Fact name="Queued" figure>
            {formatCount(sphere.queuedItems)}
          </Fact>
          <Fact name="Stolen to / from" figure>
            {formatCount(sphere.stolenTo)} / {formatCount(sphere.stolenFrom)}
          </Fact>
          <Fact name="Last loss" figure>
            {formatNats(sphere.lossNats)} nats
          </Fact>
        </>
      )}
      <Fact name="Messages" figure>
        {formatCount(sphere.messagesReceived)}
      </Fact>
      <Fact name="Gradient norm" figure>
        {formatFigure(sphere.gradientNorm)}
      </Fact>
      <Fact name="Computing" figure>
        {Math.round(sphere.utilization * 100)} %
      </Fact>
    </Facts>
  );
}

function sphereName(id: number): string {
  return id === 0 ? 'Root sphere' : `Sphere ${id}`;
}

function describePlace({ level, leaf }: SphereView): string {
  return `level ${level} · ${leaf ? 'leaf' : 'control'}`;
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
