import styles from './Chip.module.css';

export interface ChipProps {
  readonly children: string;
  readonly pressed: boolean;
  readonly onPress: () => void;
}

/** A small switch: bright when on, faint when off. */
export function Chip({ children, pressed, onPress }: ChipProps) {
  return (
    <button type="button" className={styles.chip} aria-pressed={pressed} onClick={onPress}>
      {children}
    </button>
  );
}
