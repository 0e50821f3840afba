import { useCallback } from 'react';
import { X } from 'lucide-react';
import { Fact, Facts } from '../../ui/Facts.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { InboxPanel } from './InboxPanel.tsx';
import { MicroBatchTable } from './MicroBatchTable.tsx';
import { SphereStatisticsPanel } from './SphereStatisticsPanel.tsx';
import { StateHistory } from './StateHistory.tsx';
import { useInspection } from './use-inspection.ts';
import type { SphereInspection } from '../../../shared/contract/spheres.ts';
import { useTime } from '../../store/time-slice.ts';
import { clockHour } from './words.ts';
import { formatCount, formatFigure, formatNats, formatSpan } from '../../lib/format.ts';
import { select } from '../../store/selection-slice.ts';
import { sphereView } from '../../store/sphere-view.ts';
import type { SphereView } from '../../store/sphere-view.ts';
import { usePoll } from '../../lib/use-poll.ts';
import styles from './Inspector.module.css';

/** Fast enough to follow, slow enough to read. */
const POLL_MS = 150;

/** One sphere: of the frame shown, and, while that is the newest, of the host's own account of it. */
export function SphereInspector({ id }: { readonly id: number }) {
  const sphere = usePoll(
    useCallback(() => sphereView(id), [id]),
    POLL_MS,
  );
  const inspection = useInspection(id);
  const held = useTime(({ mode }) => mode === 'held');
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
          <SphereFacts sphere={sphere} inspection={held ? undefined : inspection} />
        ) : (
          <p className={styles.none}>The machine reports no such sphere now.</p>
        )}
      </Panel>
      {sphere && <InboxPanel inbox={sphere.inbox} />}
      {held && (
        <p className={styles.later}>
          History and statistics are those of now: go live to see them.
        </p>
      )}
      {inspection && !held && (
        <>
          <StateHistory inspection={inspection} />
          <MicroBatchTable inspection={inspection} />
          <SphereStatisticsPanel inspection={inspection} />
        </>
      )}
    </>
  );
}

function SphereFacts(props: {
  readonly sphere: SphereView;
  readonly inspection: SphereInspection | undefined;
}) {
  const { sphere, inspection } = props;
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
      {inspection && inspection.children.length > 0 && (
        <Fact name="Children">{childWords(inspection.children)}</Fact>
      )}
      <Fact name="Worker">{sphere.worker === undefined ? 'none yet' : sphere.worker}</Fact>
      {inspection && (
        <Fact name="Weights" figure>
          {inspection.weightsVersion === 0 ? 'none yet' : `v${inspection.weightsVersion}`}
        </Fact>
      )}
      {inspection?.lastCrossing !== undefined && (
        <Fact name="Last crossing" figure>
          n = {formatCount(inspection.lastCrossing)}
          {inspection.inBoundaryRegion && ' · in region'}
        </Fact>
      )}
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

/** Children have ids in a row. */
function childWords(children: readonly number[]): string {
  return `${children.length} · spheres ${children[0] ?? ''}–${children.at(-1) ?? ''}`;
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
