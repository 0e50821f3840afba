import { tinykeys } from 'tinykeys';
import { WINDOW_COMMANDS, giveCommand } from './command-table.ts';
import { useDialog } from '../store/dialog-slice.ts';

/** Elements that use plain keys themselves. */
const TYPING = 'input, textarea, select, [contenteditable="true"]';
/** Elements that Space and Enter press. */
const PRESSABLE = 'button, a[href], summary, [role="menuitem"], [role="option"], [role="slider"]';

/** Whether a key event belongs to the element it fell on (or to an open dialog) instead of to the window's commands. */
export function keyBelongsElsewhere(event: KeyboardEvent, dialogOpen: boolean): boolean {
  if (event.defaultPrevented) return true;
  const target = event.target;
  if (event.ctrlKey || event.metaKey) {
    // Undo in a field is the field's.
    const undoes = /^[yz]$/i.test(event.key);
    return undoes && target instanceof Element && target.closest(TYPING) !== null;
  }
  if (dialogOpen) return true;
  if (!(target instanceof Element)) return false;
  if (event.key === 'Escape') return false;
  if (target.closest(TYPING)) return true;
  return (event.key === ' ' || event.key === 'Enter') && target.closest(PRESSABLE) !== null;
}

/** Listens to the window's keys until the returned function is called. */
export function listenToKeys(target: Window): () => void {
  const bindings = WINDOW_COMMANDS.flatMap((command) =>
    (command.keys ?? []).map((key) => [key, handlerOf(command.id)] as const),
  );
  return tinykeys(target, Object.fromEntries(bindings));
}

function handlerOf(id: string): (event: KeyboardEvent) => void {
  return (event) => {
    const { open, confirmation } = useDialog.getState();
    const dialogOpen = open !== undefined || confirmation !== undefined;
    if (event.repeat || keyBelongsElsewhere(event, dialogOpen)) return;
    event.preventDefault();
    giveCommand(id);
  };
}
