import styles from './Skeleton.module.css';

/** Grey lines in the place of text that is on its way. */
export function Skeleton({ lines, label }: { readonly lines: number; readonly label: string }) {
  return (
    <div className={styles.skeleton} role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className={styles.line} style={{ width: `${92 - ((line * 23) % 41)}%` }} />
      ))}
    </div>
  );
}
