import { Panel } from '../../ui/Panel.tsx';
import type { EventInspection } from '../../../shared/contract/events.ts';
import { formatCount } from '../../lib/format.ts';
import { visibleToken } from './words.ts';
import styles from './Inspector.module.css';

/** The text around a trained token: what the model had seen, the token it should have told, what followed. */
export function EventText({ event }: { readonly event: EventInspection }) {
  return (
    <Panel title="In the text" aside={`token ${formatCount(event.offset)} of the train split`}>
      <p className={styles.context}>
        {event.before}
        <mark>{visibleToken(event.text)}</mark>
        <span className={styles.after}>{event.after}</span>
      </p>
    </Panel>
  );
}
