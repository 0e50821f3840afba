import { Fact, Facts } from '../../ui/Facts.tsx';
import { Panel } from '../../ui/Panel.tsx';
import type { MachineHealth } from '../../../shared/contract/spheres.ts';
import { formatBytes, formatCount, formatPlural, formatSpan } from '../../lib/format.ts';
import { useHealth } from './use-inspection.ts';
import styles from './Inspector.module.css';

/** How the machine is: what its spheres do, what waits, what went wrong and was mended, what it costs. */
export function HealthPanel() {
  const health = useHealth();
  if (!health) return null;
  const { critical, high, normal, low } = health.waiting;
  return (
    <Panel title="Machine" aside={verdict(health)}>
      <Facts>
        <Fact name="Spheres" figure>
          {formatCount(health.active)} active · {formatCount(health.idle)} idle
          {health.ended > 0 && ` · ${formatCount(health.ended)} ended`}
        </Fact>
        <Fact name="Inboxes" figure>
          <span title="critical / high / normal / low">
            {critical} / {high} / {normal} / {low} waiting
          </span>
        </Fact>
        <Fact name="Queued" figure>
          {formatPlural(health.itemsQueued, 'micro-batch', 'micro-batches')}
        </Fact>
        <Fact name="Messages" figure>
          {formatCount(health.messagesReceived)} of {formatCount(health.messagesSent)} read
        </Fact>
        <Fact name="Recovered" figure>
          {formatCount(health.recoveries)} of {formatCount(health.errors)} errors ·{' '}
          {formatCount(health.timeouts)} late
        </Fact>
        <Fact name="Processor" figure>
          {health.cpuSeconds > 0 ? formatSpan(1_000 * health.cpuSeconds) : 'not told'}
        </Fact>
        <Fact name="Memory" figure>
          {formatBytes(health.residentBytes)}
        </Fact>
      </Facts>
    </Panel>
  );
}

function verdict({ failing, refusedTransitions }: MachineHealth) {
  const sound = failing === 0 && refusedTransitions === 0;
  return (
    <span className={sound ? undefined : styles.failing}>
      {sound ? 'sound' : `${failing} failing · ${refusedTransitions} transitions refused`}
    </span>
  );
}
