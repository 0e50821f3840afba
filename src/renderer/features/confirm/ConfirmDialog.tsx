import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { closeConfirmation, useDialog } from '../../store/dialog-slice.ts';
import styles from './ConfirmDialog.module.css';

/** The question before something that cannot be undone. Keeping things as they are has the focus. */
export function ConfirmDialog() {
  const confirmation = useDialog((dialog) => dialog.confirmation);
  if (!confirmation) return null;
  const confirm = (): void => {
    closeConfirmation();
    confirmation.onConfirm();
  };
  return (
    <Dialog title={confirmation.title} onClose={closeConfirmation} width={420}>
      <p className={styles.body}>{confirmation.body}</p>
      <div className={styles.buttons}>
        <Button onPress={closeConfirmation} firstFocus>
          Cancel
        </Button>
        <Button look="danger" onPress={confirm}>
          {confirmation.action}
        </Button>
      </div>
    </Dialog>
  );
}
