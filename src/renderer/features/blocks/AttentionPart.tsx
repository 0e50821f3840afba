import { useState } from 'react';
import type { BlockInspection } from '../../../shared/contract/blocks.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { AttentionGrid } from './AttentionGrid.tsx';
import type { Place } from './PictureCanvas.tsx';
import { Ramp } from './Ramp.tsx';
import { attentionTable, attentionWords } from './block-words.ts';
import styles from './Blocks.module.css';

/** Which tokens each token of the sample looks at; a place pointed at is read out, and the text below shows its whole row. */
export function AttentionPart({ inspection }: { readonly inspection: BlockInspection }) {
  const [at, setAt] = useState<Place>();
  const { attention, tokens } = inspection;
  const last = tokens.length - 1;
  const row = Math.min(at?.y ?? last, last);
  const column = at && Math.min(at.x, last);
  return (
    <>
      <AttentionGrid {...{ inspection, at, onPoint: setAt }} />
      <div className={styles.caption}>
        <Ramp colour="accent" low="0 %" high="100 %" />
        <span>↓ looks at →</span>
        <CopyButton text={attentionTable(inspection)} label="Copy the attention as a table" />
      </div>
      <p className={styles.note} aria-live="polite">
        {attentionWords(inspection, row, column)}
      </p>
      <p className={styles.tokens}>
        {tokens.slice(0, row + 1).map((token, index) => (
          <span key={index} style={{ background: ground(attention[row * tokens.length + index]) }}>
            {token}
          </span>
        ))}
      </p>
    </>
  );
}

/** Weak enough that the text on it stays readable. */
function ground(share = 0): string {
  return `color-mix(in srgb, var(--accent) ${Math.round(Math.sqrt(share) * 60)}%, transparent)`;
}
