import type { ReactNode } from 'react';
import styles from './Facts.module.css';

/** Rows of name and figure. */
export function Facts({ children }: { readonly children: ReactNode }) {
  return <dl className={styles.facts}>{children}</dl>;
}

/** One row of Facts. Figures that change are set in the mono face so that they stand still. */
export function Fact(props: {
  readonly name: string;
  readonly children: ReactNode;
  readonly figure?: boolean;
}) {
  return (
    <div className={styles.row}>
      <dt className={styles.name}>{props.name}</dt>
      <dd className={props.figure ? styles.figure : styles.value}>{props.children}</dd>
    </div>
  );
}
