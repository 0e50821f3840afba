import { useRef } from 'react';
import { classNames } from '../lib/class-names.ts';
import styles from './Splitter.module.css';

export interface SplitterProps {
  readonly label: string;
  /** `column`: a vertical line that is dragged sideways. */
  readonly direction: 'column' | 'row';
  readonly size: number;
  readonly min: number;
  readonly max: number;
  readonly onResize: (size: number) => void;
  /** Back to the size the window began with. */
  readonly onReset: () => void;
}

const KEY_STEP = 16;

/** The line between two panels, to be dragged or moved with the arrow keys; the panel after it has `size` pixels. */
export function Splitter(props: SplitterProps) {
  const { label, direction, size, min, max, onResize, onReset } = props;
  const start = useRef<{ readonly at: number; readonly size: number } | undefined>(undefined);
  const along = (event: React.PointerEvent): number =>
    direction === 'column' ? event.clientX : event.clientY;
  const resize = (next: number): void => onResize(Math.round(Math.min(max, Math.max(min, next))));
  const [grow, shrink] =
    direction === 'column' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={direction === 'column' ? 'vertical' : 'horizontal'}
      aria-valuenow={size}
      aria-valuemin={min}
      aria-valuemax={max}
      className={classNames(styles.splitter, styles[direction])}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { at: along(event), size };
      }}
      onPointerMove={(event) => {
        if (start.current) resize(start.current.size + start.current.at - along(event));
      }}
      onPointerUp={() => {
        start.current = undefined;
      }}
      onDoubleClick={onReset}
      onKeyDown={(event) => {
        if (event.key === grow) resize(size + KEY_STEP);
        else if (event.key === shrink) resize(size - KEY_STEP);
        else if (event.key === 'Home') onReset();
        else return;
        event.preventDefault();
      }}
    />
  );
}
