import styles from './KeyHint.module.css';

/** A key as printed on a button. Screen readers get it from aria-keyshortcuts. */
export function KeyHint({ keys }: { readonly keys: string }) {
  return (
    <kbd className={styles.key} aria-hidden="true">
      {keys}
    </kbd>
  );
}
