import { useCallback } from 'react';
import { X } from 'lucide-react';
import { AngleTerms } from './AngleTerms.tsx';
import { EventText } from './EventText.tsx';
import { Fact, Facts } from '../../ui/Facts.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Panel } from '../../ui/Panel.tsx';
import type { EventInspection } from '../../../shared/contract/events.ts';
import { eventView } from '../../store/event-view.ts';
import type { EventView } from '../../store/event-view.ts';
import { formatCount, formatNats } from '../../lib/format.ts';
import { select } from '../../store/selection-slice.ts';
import type { Selection } from '../../store/selection-slice.ts';
import { probabilityWords, visibleToken } from './words.ts';
import { useEvent } from './use-event.ts';
import { usePoll } from '../../lib/use-poll.ts';
import { useRun } from '../../store/run-slice.ts';
import styles from './Inspector.module.css';

const POLL_MS = 500;

/** One trained token: what the ring keeps of it, the text it comes from, and its angle term by term. */
export function EventInspector({ n }: { readonly n: number }) {
  const batch = useRun(({ status }) => status.config?.batch);
  const view = usePoll(
    useCallback(() => eventView(n, batch), [n, batch]),
    POLL_MS,
  );
  const event = useEvent(n);
  const aside = (
    <>
      <span>boundary event</span>
      <IconButton label="Deselect" icon={<X />} onPress={() => select(undefined)} />
    </>
  );
  return (
    <>
      <Panel title={`Event ${formatCount(n)}`} aside={aside}>
        {!view && (
          <p className={styles.none}>This event has left the shell of the newest 144,000.</p>
        )}
        {view && <RingFacts view={view} event={event} />}
      </Panel>
      {event && <EventText event={event} />}
      {event && (
        <Panel title="Angle" aside={`λ ${event.wavelengthM.toPrecision(4)} m, dimension 1`}>
          <Facts>
            <AngleTerms thetaRad={event.thetaRad} terms={event.terms} />
            <Fact name="Prime">
              <Link to={{ kind: 'prime', p: event.prime, k: event.token + 1 }}>
                {formatCount(event.prime)}
              </Link>
            </Fact>
          </Facts>
        </Panel>
      )}
    </>
  );
}

function RingFacts(props: {
  readonly view: EventView;
  readonly event: EventInspection | undefined;
}) {
  const { view, event } = props;
  const tokenTexts = useRun(({ status }) => status.corpus?.tokenTexts);
  return (
    <Facts>
      <Fact name="Token" figure>
        {visibleToken(tokenTexts?.[view.token])} · {view.token}
      </Fact>
      <Fact name="Loss" figure>
        {formatNats(view.lossNats)} nats
      </Fact>
      <Fact name="Probability" figure>
        {probabilityWords(view.lossNats)}
      </Fact>
      <Fact name="Group" figure>
        {view.group}
      </Fact>
      <Fact name="Boundary" figure>
        {formatCount(view.boundaryDistance)} away · {view.kind}
      </Fact>
      <Fact name="Step" figure>
        {formatCount(view.step)}
        {event && ` · sequence ${event.sequence}, place ${event.position}`}
      </Fact>
      <Fact name="Leaf">
        {view.sphere === undefined ? (
          'unknown'
        ) : (
          <Link to={{ kind: 'sphere', id: view.sphere }}>Sphere {view.sphere}</Link>
        )}
      </Fact>
    </Facts>
  );
}

function Link(props: { readonly to: Selection; readonly children: React.ReactNode }) {
  return (
    <button type="button" className={styles.link} onClick={() => select(props.to)}>
      {props.children}
    </button>
  );
}
