import { Panel } from '../../ui/Panel.tsx';
import type { SphereInspection, SphereStatistics } from '../../../shared/contract/spheres.ts';
import { formatBytes, formatCount, formatSpan } from '../../lib/format.ts';
import styles from './Sphere.module.css';

/** Rows of the table: a name, and the figure of one column. */
const ROWS: readonly (readonly [string, (of: SphereStatistics) => string])[] = [
  ['Micro-batches', (of) => formatCount(of.batchesCompleted)],
  ['Gradients', (of) => formatCount(of.gradientsComputed)],
  ['Weights updated', (of) => formatCount(of.weightsUpdated)],
  ['Stolen to', (of) => formatCount(of.workStolenTo)],
  ['Stolen from', (of) => formatCount(of.workStolenFrom)],
  ['Messages sent', (of) => formatCount(of.messagesSent)],
  ['Messages received', (of) => formatCount(of.messagesReceived)],
  ['Events', (of) => formatCount(of.primesProcessed)],
  ['… within 100 of the boundary', (of) => formatCount(of.nearBoundaryPrimes)],
  ['… crossings, twin primes', (of) => pair(of.boundaryCrossings, of.twinPrimeHits)],
  ['Warm gradient lanes', (of) => share(of.cacheHitRate)],
  ['Computing', (of) => share(of.utilization)],
  ['Waiting', (of) => share(of.totalMs > 0 ? of.waitingMs / of.totalMs : 0)],
  ['Idle', (of) => share(of.totalMs > 0 ? of.idleMs / of.totalMs : 0)],
  ['Memory', (of) => formatBytes(of.memoryAllocated)],
  ['Errors, retries', (of) => pair(of.errorsEncountered, of.retriesAttempted)],
];

/** What a sphere has counted since its tree was built; a parent's beside the sum of all below it. */
export function SphereStatisticsPanel({ inspection }: { readonly inspection: SphereInspection }) {
  const { own, subtree, children, ageMs } = inspection;
  const parent = children.length > 0;
  return (
    <Panel title="Statistics" aside={`in ${formatSpan(ageMs)}`}>
      <table className={styles.table}>
        {parent && (
          <thead>
            <tr>
              <td />
              <th scope="col">itself</th>
              <th scope="col">all {formatCount(subtree.spheres)}</th>
            </tr>
          </thead>
        )}
        <tbody>
          {ROWS.map(([name, figure]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{figure(own)}</td>
              {parent && <td>{figure(subtree)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function share(of: number): string {
  return `${(100 * of).toFixed(of > 0 && of < 0.1 ? 1 : 0)} %`;
}

function pair(a: number, b: number): string {
  return `${formatCount(a)}, ${formatCount(b)}`;
}
