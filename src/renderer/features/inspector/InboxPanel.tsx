import { Panel } from '../../ui/Panel.tsx';
import type { SphereView } from '../../store/sphere-view.ts';
import { formatCount } from '../../lib/format.ts';
import styles from './Inspector.module.css';

const PRIORITIES = ['critical', 'high', 'normal', 'low'] as const;
/** Messages that fill a bar; more fill it too. */
const FULL_BAR = 32;

/** Messages waiting for a sphere, by priority. */
export function InboxPanel({ inbox }: { readonly inbox: SphereView['inbox'] }) {
  return (
    <Panel title="Inbox" aside="by priority">
      <dl>
        {PRIORITIES.map((priority) => (
          <div key={priority} className={styles.inboxRow}>
            <dt className={styles.inboxName}>{priority}</dt>
            <dd className={styles.inboxBar} aria-hidden="true">
              <span style={{ width: `${Math.min(1, inbox[priority] / FULL_BAR) * 100}%` }} />
            </dd>
            <dd className={styles.inboxCount}>{formatCount(inbox[priority])}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
