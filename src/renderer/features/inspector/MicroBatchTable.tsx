import { Panel } from '../../ui/Panel.tsx';
import type { SphereInspection } from '../../../shared/contract/spheres.ts';
import { formatCount, formatFigure, formatNats, formatSpan } from '../../lib/format.ts';
import styles from './Sphere.module.css';

/** What a leaf has computed last, newest first; what another worker computed was stolen. */
export function MicroBatchTable({ inspection }: { readonly inspection: SphereInspection }) {
  const { microBatches, worker } = inspection;
  if (microBatches.length === 0) return null;
  return (
    <Panel title="Last micro-batches" aside="newest first">
      <div className={styles.scroll} tabIndex={0} role="group" aria-label="Last micro-batches">
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">step · item</th>
              <th scope="col">loss, nats</th>
              <th scope="col">grad. norm</th>
              <th scope="col">time</th>
              <th scope="col">worker</th>
            </tr>
          </thead>
          <tbody>
            {microBatches.map((batch) => (
              <tr key={`${batch.step}-${batch.item}`}>
                <td>
                  {formatCount(batch.step)} · {batch.item}
                </td>
                <td>{formatNats(batch.lossNats)}</td>
                <td>{formatFigure(batch.gradientNorm)}</td>
                <td>{formatSpan(batch.durationMs)}</td>
                <td data-stolen={batch.worker !== worker}>
                  {batch.worker}
                  {batch.worker !== worker && <i> stolen</i>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
