import { Panel } from '../../ui/Panel.tsx';
import type { SphereInspection } from '../../../shared/contract/spheres.ts';
import { formatSpan } from '../../lib/format.ts';
import { stateSpans } from './state-spans.ts';
import styles from './Sphere.module.css';

/** States that are written out; the strip shows all that are known. */
const WRITTEN = 5;

/** The last states of a sphere: as a strip in proportion to their time, the newest ones in words. */
export function StateHistory({ inspection }: { readonly inspection: SphereInspection }) {
  const spans = stateSpans(inspection.history);
  const total = spans.reduce((sum, { ms }) => sum + ms, 0);
  if (spans.length === 0) return null;
  return (
    <Panel title="State history" aside={`last ${formatSpan(total)}`}>
      <div className={styles.strip} aria-hidden="true">
        {[...spans].reverse().map(({ state, ms }, i) => (
          <span key={i} data-state={state} style={{ flexGrow: ms / total }} />
        ))}
      </div>
      <ol className={styles.states}>
        {spans.slice(0, WRITTEN).map(({ state, ms }, i) => (
          <li key={i}>
            <span className={styles.mark} data-state={state} />
            {state}
            <b>{i === 0 ? `for ${formatSpan(ms)}` : formatSpan(ms)}</b>
          </li>
        ))}
      </ol>
      {inspection.refusedTransitions > 0 && (
        <p className={styles.note}>
          {inspection.refusedTransitions} transitions refused: the table of states forbids them.
        </p>
      )}
    </Panel>
  );
}
