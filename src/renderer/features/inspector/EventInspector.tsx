import { useCallback } from 'react';
import { X } from 'lucide-react';
import { Fact, Facts } from '../../ui/Facts.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { eventAngle } from '../../store/token-view.ts';
import { eventView } from '../../store/event-view.ts';
import { formatCount, formatNats } from '../../lib/format.ts';
import { select } from '../../store/selection-slice.ts';
import { visibleToken } from './words.ts';
import { usePoll } from '../../lib/use-poll.ts';
import { useRun } from '../../store/run-slice.ts';
import styles from './Inspector.module.css';

const POLL_MS = 500;

/** One trained token of the present shell. */
export function EventInspector({ n }: { readonly n: number }) {
  const batch = useRun(({ status }) => status.config?.batch);
  const tokenTexts = useRun(({ status }) => status.corpus?.tokenTexts);
  const event = usePoll(
    useCallback(() => eventView(n, batch), [n, batch]),
    POLL_MS,
  );
  const sphere = event?.sphere;
  const angle = event && eventAngle(n, event.token);
  return (
    <Panel
      title={`Event ${formatCount(n)}`}
      aside={
        <>
          <span>boundary event</span>
          <IconButton label="Deselect" icon={<X />} onPress={() => select(undefined)} />
        </>
      }
    >
      {event ? (
        <Facts>
          <Fact name="Token" figure>
            {visibleToken(tokenTexts?.[event.token])} · {event.token}
          </Fact>
          <Fact name="Loss" figure>
            {formatNats(event.lossNats)} nats
          </Fact>
          <Fact name="Group" figure>
            {event.group}
          </Fact>
          <Fact name="Boundary" figure>
            {formatCount(event.boundaryDistance)} away · {event.kind}
          </Fact>
          <Fact name="Step" figure>
            {formatCount(event.step)}
          </Fact>
          {angle && (
            <>
              <Fact name="θ" figure>
                {angle.theta.toFixed(4)} rad
              </Fact>
              <Fact name="θ, spiral" figure>
                {angle.spiral.toFixed(4)}
              </Fact>
              <Fact name="θ, of the token" figure>
                {angle.tokenOffset.toFixed(4)}
              </Fact>
              <Fact name="Prime">
                <button
                  type="button"
                  className={styles.link}
                  onClick={() => select({ kind: 'prime', p: angle.prime, k: event.token + 1 })}
                >
                  {formatCount(angle.prime)}
                </button>
              </Fact>
            </>
          )}
          <Fact name="Leaf">
            {sphere === undefined ? (
              'unknown'
            ) : (
              <button
                type="button"
                className={styles.link}
                onClick={() => select({ kind: 'sphere', id: sphere })}
              >
                Sphere {sphere}
              </button>
            )}
          </Fact>
        </Facts>
      ) : (
        <p className={styles.none}>This event has left the shell of the newest 144,000.</p>
      )}
    </Panel>
  );
}
