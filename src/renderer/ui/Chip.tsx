import styles from './Chip.module.css';

export interface ChipProps {
  readonly children: string;
  readonly pressed: boolean;
  readonly onPress: () => void;
  /** Where the words alone do not tell. */
  readonly label?: string;
}

/** A small switch: bright when on, faint when off. */
export function Chip({ children, pressed, onPress, label }: ChipProps) {
  return (
    <button
      type="button"
      className={styles.chip}
      aria-pressed={pressed}
      aria-label={label}
      onClick={onPress}
    >
      {children}
    </button>
  );
}
