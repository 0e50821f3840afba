import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { X } from 'lucide-react';
import { IconButton } from './IconButton.tsx';
import styles from './Dialog.module.css';

export interface DialogProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly onClose: () => void;
  readonly width?: number;
  /** Without the title bar: the content brings its own. The title is then only read. */
  readonly bare?: boolean;
}

/**
 * A modal dialog on the browser's own <dialog>: focus stays inside, Escape closes, what is behind is inert,
 * and no style element has to be injected. It closes on a press beside it.
 */
export function Dialog({ title, children, onClose, width = 560, bare }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    if (dialog && !dialog.open) {
      dialog.showModal();
      // The browser would choose the close button.
      (dialog.querySelector<HTMLElement>('[data-first-focus], input') ?? dialog).focus();
    }
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={ref}
      tabIndex={-1}
      className={styles.dialog}
      style={{ width }}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => {
        if (event.target === ref.current) onClose();
      }}
    >
      <div className={styles.frame}>
        {!bare && (
          <header className={styles.header}>
            <h2 className={styles.title}>{title}</h2>
            <IconButton label="Close" icon={<X />} onPress={onClose} />
          </header>
        )}
        {children}
      </div>
    </dialog>
  );
}
