import type { ReactNode } from 'react';
import { Tip } from './Tip.tsx';
import styles from './IconButton.module.css';

export interface IconButtonProps {
  readonly label: string;
  readonly icon: ReactNode;
  readonly onPress: () => void;
  /** For a button that switches something. */
  readonly pressed?: boolean;
}

/** A square button with an icon; its name shows on hover and focus. */
export function IconButton({ label, icon, onPress, pressed }: IconButtonProps) {
  return (
    <Tip text={label}>
      <button
        type="button"
        className={styles.button}
        aria-label={label}
        aria-pressed={pressed}
        onClick={onPress}
      >
        {icon}
      </button>
    </Tip>
  );
}
