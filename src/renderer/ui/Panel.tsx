import { useId } from 'react';
import type { ReactNode, Ref } from 'react';
import { classNames } from '../lib/class-names.ts';
import styles from './Panel.module.css';

export interface PanelProps {
  readonly title: string;
  /** Small words or controls at the right of the title. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  /** Takes the room that is left, and scrolls. */
  readonly grows?: boolean;
  readonly ref?: Ref<HTMLElement>;
}

/** A titled part of a column; 1 px lines divide it from the next. */
export function Panel({ title, aside, children, grows, ref }: PanelProps) {
  const titleId = useId();
  return (
    <section
      ref={ref}
      className={classNames(styles.panel, grows && styles.grows)}
      aria-labelledby={titleId}
    >
      <header className={styles.header}>
        <h2 id={titleId} className={styles.title}>
          {title}
        </h2>
        <div className={styles.aside}>{aside}</div>
      </header>
      {children}
    </section>
  );
}
