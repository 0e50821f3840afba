import { useState } from 'react';
import { Ellipsis } from 'lucide-react';
import { Button } from '../../ui/Button.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { WINDOW_COMMANDS } from '../../commands/command-table.ts';
import { useRunAvailability } from '../../commands/run-situation.ts';
import styles from './TopBar.module.css';

/** What is done with a run now and then, by the commands' names. */
const MORE: readonly string[] = [
  'run.step10',
  'run.rate',
  'run.extend',
  'run.branch',
  'run.export',
  'run.import',
  'run.restore',
  'run.discard',
];
const COMMANDS = WINDOW_COMMANDS.filter(({ id }) => MORE.includes(id));

/** The run's other commands, each with its key, or why it cannot be given now. */
export function MoreMenu() {
  const [open, setOpen] = useState(false);
  useRunAvailability(); // drawn again when what can be done changes
  return (
    <Popover
      {...{ label: 'More to do with the run', icon: <Ellipsis />, width: 264 }}
      open={open}
      onOpenChange={setOpen}
    >
      <div className={styles.more}>
        {COMMANDS.map((command) => (
          <Button
            key={command.id}
            look="quiet"
            wide
            why={command.why()}
            {...(command.hint !== undefined && { keyHint: command.hint })}
            onPress={() => {
              setOpen(false);
              void command.run();
            }}
          >
            {command.title}
          </Button>
        ))}
      </div>
    </Popover>
  );
}
