import { Command } from 'cmdk';
import { COMMAND_GROUPS, WINDOW_COMMANDS } from '../../commands/command-table.ts';
import type { WindowCommand } from '../../commands/command-table.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { KeyHint } from '../../ui/KeyHint.tsx';
import { closeDialog } from '../../store/dialog-slice.ts';
import styles from './Palette.module.css';

/** Every command by name; those that cannot be given now say why. */
export function Palette() {
  return (
    <Dialog title="Command palette" onClose={closeDialog} width={520} bare>
      <Command label="Command palette" className={styles.palette} loop>
        <Command.Input className={styles.input} placeholder="Type a command" />
        <Command.List className={styles.list}>
          <Command.Empty className={styles.empty}>No command of that name.</Command.Empty>
          {COMMAND_GROUPS.map((group) => (
            <Command.Group key={group} heading={group} className={styles.group}>
              {WINDOW_COMMANDS.filter((c) => c.group === group && !c.keyOnly).map((command) => (
                <PaletteItem key={command.id} command={command} />
              ))}
            </Command.Group>
          ))}
        </Command.List>
      </Command>
    </Dialog>
  );
}

function PaletteItem({ command }: { readonly command: WindowCommand }) {
  const why = command.why();
  return (
    <Command.Item
      value={command.title}
      className={styles.item}
      disabled={why !== undefined}
      onSelect={() => {
        closeDialog();
        void command.run();
      }}
    >
      <span className={styles.name}>{command.title}</span>
      {why ? <span className={styles.why}>{why}</span> : null}
      {command.hint && !why && <KeyHint keys={command.hint} />}
    </Command.Item>
  );
}
