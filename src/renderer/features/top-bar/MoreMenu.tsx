import { Ellipsis } from 'lucide-react';
import { Menu } from '../../ui/Menu.tsx';
import { WINDOW_COMMANDS } from '../../commands/command-table.ts';
import { useRunAvailability } from '../../commands/run-situation.ts';

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
  useRunAvailability(); // drawn again when what can be done changes
  return (
    <Menu
      label="More to do with the run"
      icon={<Ellipsis />}
      items={COMMANDS.map(({ id, title, hint, why, run }) => ({
        id,
        title,
        keyHint: hint,
        why: why(),
        onPress: () => void run(),
      }))}
    />
  );
}
