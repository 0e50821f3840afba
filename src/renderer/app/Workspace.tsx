import { useState } from 'react';
import type { CSSProperties, ReactNode } from 'react';
import { Splitter } from '../ui/Splitter.tsx';
import { readStoredNumber, writeStoredText } from '../lib/stored-text.ts';
import styles from './Workspace.module.css';

/** Sizes in pixels: where they begin on a window of this size, and how far the lines can be moved. */
const SIDE = {
  key: 'side-width',
  first: () => Math.max(332, Math.round(348 + (innerWidth - 1440) * 0.07)),
  min: 300,
  max: 640,
};
const BOTTOM = {
  key: 'bottom-height',
  first: () => Math.max(216, Math.round(232 + (innerHeight - 900) * 0.16)),
  min: 150,
  max: 560,
};

export interface WorkspaceProps {
  readonly top: ReactNode;
  readonly rail: ReactNode;
  readonly stage: ReactNode;
  readonly side: ReactNode;
  readonly bottom: ReactNode;
  readonly status: ReactNode;
}

/** The window's frame: its areas and the two lines that can be moved. Sizes are kept for the next start. */
export function Workspace(props: WorkspaceProps) {
  const [side, setSide] = useStoredSize(SIDE);
  const [bottom, setBottom] = useStoredSize(BOTTOM);
  const sizes = { '--side': `${side}px`, '--bottom': `${bottom}px` } as CSSProperties;
  return (
    <div className={styles.workspace} style={sizes}>
      {props.top}
      {props.rail}
      <main className={styles.stage} aria-label="Lattice">
        {props.stage}
      </main>
      <aside className={styles.side} aria-label="Details">
        <Splitter
          label="Resize the details"
          direction="column"
          size={side}
          min={SIDE.min}
          max={SIDE.max}
          onResize={setSide}
          onReset={() => setSide(SIDE.first())}
        />
        {props.side}
      </aside>
      <div className={styles.bottom} role="region" aria-label="Over time">
        <Splitter
          label="Resize the charts"
          direction="row"
          size={bottom}
          min={BOTTOM.min}
          max={BOTTOM.max}
          onResize={setBottom}
          onReset={() => setBottom(BOTTOM.first())}
        />
        {props.bottom}
      </div>
      {props.status}
    </div>
  );
}

function useStoredSize(bounds: typeof SIDE): readonly [number, (size: number) => void] {
  const { key, first, min, max } = bounds;
  const [size, setSize] = useState(() => readStoredNumber(key, first(), min, max));
  return [
    size,
    (next) => {
      setSize(next);
      writeStoredText(key, String(next));
    },
  ];
}
