import { useCallback } from 'react';
import { X } from 'lucide-react';
import { Button } from '../../ui/Button.tsx';
import { Fact, Facts } from '../../ui/Facts.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { eventView } from '../../store/event-view.ts';
import { formatCount, formatNats } from '../../lib/format.ts';
import { frameSelection } from '../../commands/camera-commands.ts';
import { saveSelectionCsv } from '../../commands/export-commands.ts';
import { select } from '../../store/selection-slice.ts';
import type { SelectedMany } from '../../store/selection-slice.ts';
import { sphereView } from '../../store/sphere-view.ts';
import { usePoll } from '../../lib/use-poll.ts';
import styles from './Inspector.module.css';

const POLL_MS = 500;

/** Several things at once: how many, what they do, and what can be done with them. */
export function ManyInspector(props: {
  readonly many: SelectedMany;
  readonly expression: string | undefined;
}) {
  const { many, expression } = props;
  const words = usePoll(
    useCallback(() => describe(many), [many]),
    POLL_MS,
  );
  const count = many.spheres.length + many.events.length;
  return (
    <Panel
      title={`${formatCount(count)} selected`}
      aside={<IconButton label="Deselect" icon={<X />} onPress={() => select(undefined)} />}
    >
      <Facts>
        {expression && (
          <Fact name="Expression" figure>
            {expression}
          </Fact>
        )}
        {many.spheres.length > 0 && (
          <Fact name="Spheres" figure>
            {formatCount(many.spheres.length)}
          </Fact>
        )}
        {words.split('\n').map((line) => {
          const [name = '', value = ''] = line.split('\t');
          return (
            name && (
              <Fact key={name} name={name} figure>
                {value}
              </Fact>
            )
          );
        })}
      </Facts>
      <div className={styles.actions}>
        <Button keyHint="F" onPress={frameSelection}>
          Frame
        </Button>
        <Button onPress={saveSelectionCsv}>Save as CSV</Button>
      </div>
    </Panel>
  );
}

/** Lines of name and value; one text, so that an unchanged one renders nothing. */
function describe({ spheres, events }: SelectedMany): string {
  const views = spheres.map(sphereView).filter((view) => view !== undefined);
  const states = new Map<string, number>();
  for (const { state } of views) states.set(state, (states.get(state) ?? 0) + 1);
  const lines = [...states]
    .sort((a, b) => b[1] - a[1])
    .map(([state, count]) => `${capitalised(state)}\t${formatCount(count)}`);
  if (events.length > 0) {
    const losses = events
      .map((n) => eventView(n, undefined)?.lossNats)
      .filter((loss) => loss !== undefined && Number.isFinite(loss)) as number[];
    const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    lines.push(`Events\t${formatCount(events.length)}`);
    lines.push(`Still in the shell\t${formatCount(losses.length)}`);
    lines.push(`Mean loss\t${formatNats(mean)} nats`);
  }
  return lines.join('\n');
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
