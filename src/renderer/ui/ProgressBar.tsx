import styles from './ProgressBar.module.css';

/** How far something is: `value` of `max`. */
export function ProgressBar(props: {
  readonly label: string;
  readonly value: number;
  readonly max: number;
}) {
  const share = props.max > 0 ? Math.min(1, props.value / props.max) : 0;
  return (
    <div
      className={styles.track}
      role="progressbar"
      aria-label={props.label}
      aria-valuenow={props.value}
      aria-valuemin={0}
      aria-valuemax={props.max}
    >
      <div className={styles.bar} style={{ width: `${share * 100}%` }} />
    </div>
  );
}
