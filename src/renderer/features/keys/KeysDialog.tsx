import { COMMAND_GROUPS, WINDOW_COMMANDS } from '../../commands/command-table.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import type { WindowCommand } from '../../commands/window-command.ts';
import { closeDialog } from '../../store/dialog-slice.ts';
import styles from './KeysDialog.module.css';

/** Every key of the window, as the command table has them. */
export function KeysDialog() {
  return (
    <Dialog title="Keys" onClose={closeDialog} width={520}>
      <div className={styles.groups}>
        {COMMAND_GROUPS.map((group) => (
          <section key={group} aria-label={group}>
            <h3 className={styles.group}>{group}</h3>
            <dl>{WINDOW_COMMANDS.filter((command) => command.group === group).map(rowOf)}</dl>
          </section>
        ))}
        <section aria-label="Lattice">
          <h3 className={styles.group}>Lattice</h3>
          <dl>
            {STAGE_KEYS.map(([what, how]) => (
              <KeyRow key={what} what={what} how={how} />
            ))}
          </dl>
        </section>
      </div>
    </Dialog>
  );
}

function rowOf({ id, title, keys, hint = '', keysRow }: WindowCommand) {
  if (!keys || keysRow === null) return undefined;
  return <KeyRow key={id} what={keysRow?.title ?? title} how={keysRow?.hint ?? hint} />;
}

function KeyRow({ what, how }: { readonly what: string; readonly how: string }) {
  return (
    <div className={styles.row}>
      <dt>{what}</dt>
      <dd>
        <kbd className={styles.key}>{how}</kbd>
      </dd>
    </div>
  );
}

/** The stage's own, while it has the focus; the scene acts on them. */
const STAGE_KEYS = [
  ['Turn', 'drag, arrows'],
  ['Move', 'right drag, Shift arrows'],
  ['Zoom', 'wheel, + −'],
  ['Select, add', 'click, Shift click'],
  ['Add a box', 'Shift drag'],
  ['Next, previous sphere', '] ['],
  ['Frame the selection', 'F'],
  ['Front, right, top, corner', '1 3 7 5'],
] as const;
