import { Slider } from 'radix-ui';
import styles from './SliderField.module.css';

export interface SliderFieldProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** The value as shown. */
  readonly text: string;
  readonly onChange: (value: number) => void;
}

/** A labelled slider with its value beside it. */
export function SliderField({ label, value, min, max, step, text, onChange }: SliderFieldProps) {
  return (
    <div className={styles.field}>
      <span className={styles.label}>{label}</span>
      <Slider.Root
        className={styles.root}
        value={[value]}
        min={min}
        max={max}
        step={step}
        onValueChange={([next]) => {
          if (next !== undefined) onChange(next);
        }}
      >
        <Slider.Track className={styles.track}>
          <Slider.Range className={styles.range} />
        </Slider.Track>
        <Slider.Thumb className={styles.thumb} aria-label={label} aria-valuetext={text} />
      </Slider.Root>
      <output className={styles.value}>{text}</output>
    </div>
  );
}
