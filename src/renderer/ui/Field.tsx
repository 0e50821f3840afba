import { useId } from 'react';
import type { ReactNode } from 'react';
import styles from './Field.module.css';

export interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What is wrong with the value. */
  readonly problem?: string | undefined;
  readonly figure?: boolean;
  readonly unit?: ReactNode;
  readonly placeholder?: string;
  /** What the value stands for where the figure alone does not tell: “0” that means all. */
  readonly meaning?: string | undefined;
}

/** A labelled text field; its problem stands under it and is read with it. */
export function Field({ label, value, onChange, problem, figure, ...rest }: FieldProps) {
  const { unit, placeholder, meaning } = rest;
  const id = useId();
  const unitId = `${id}-unit`;
  const problemId = `${id}-problem`;
  const meaningId = `${id}-meaning`;
  const described = [
    problem !== undefined ? problemId : unit !== undefined && unitId,
    meaning !== undefined && meaningId,
  ].filter(Boolean);
  return (
    <div className={styles.field}>
      <div className={styles.label}>
        <label htmlFor={id}>{label}</label>
        {unit !== undefined && (
          <span id={unitId} className={styles.unit}>
            {unit}
          </span>
        )}
      </div>
      <div className={styles.box}>
        <input
          id={id}
          className={styles.input}
          data-figure={figure}
          value={value}
          placeholder={placeholder}
          inputMode={figure ? 'decimal' : 'text'}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={problem !== undefined}
          aria-describedby={described.length > 0 ? described.join(' ') : undefined}
          onChange={(event) => onChange(event.target.value)}
        />
        {meaning !== undefined && (
          <span id={meaningId} className={styles.meaning}>
            {meaning}
          </span>
        )}
      </div>
      {problem && (
        <span id={problemId} className={styles.problem} role="alert">
          {problem}
        </span>
      )}
    </div>
  );
}
