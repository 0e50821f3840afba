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
}

/** A labelled text field; its problem stands under it and is read with it. */
export function Field({ label, value, onChange, problem, figure, unit, placeholder }: FieldProps) {
  const id = useId();
  const unitId = `${id}-unit`;
  const problemId = `${id}-problem`;
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
        aria-describedby={problem ? problemId : unit !== undefined ? unitId : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {problem && (
        <span id={problemId} className={styles.problem} role="alert">
          {problem}
        </span>
      )}
    </div>
  );
}
