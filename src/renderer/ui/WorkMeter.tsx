import { Button } from './Button.tsx';
import { ProgressBar } from './ProgressBar.tsx';
import styles from './WorkMeter.module.css';

/** How far a long work is, in words and as a bar, and the way to end it. */
export function WorkMeter(props: {
  /** What is done now. */
  readonly doing: string;
  /** How much of it, how fast, for how long still. */
  readonly figures: string;
  /** Of the whole, 0 to 1. */
  readonly fraction: number;
  readonly onCancel: () => void;
}) {
  const { doing, figures, fraction, onCancel } = props;
  return (
    <div className={styles.meter}>
      <div className={styles.words}>
        <span>{doing}</span>
        <Button look="quiet" onPress={onCancel}>
          Cancel
        </Button>
      </div>
      <ProgressBar label={doing} value={Math.floor(fraction * 100)} max={100} />
      <span className={styles.figures}>{figures}</span>
    </div>
  );
}
