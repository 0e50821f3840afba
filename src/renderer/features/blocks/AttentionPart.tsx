import { useMemo, useState } from 'react';
import type { BlockInspection } from '../../../shared/contract/blocks.ts';
import { useView } from '../../store/view-slice.ts';
import { PictureCanvas } from './PictureCanvas.tsx';
import { attentionPicture } from './block-pictures.ts';
import { inkOf } from './ink.ts';
import styles from './Blocks.module.css';

/** Which tokens each token of the sample looks at; the pointer reads one share, and the text below shows the whole row. */
export function AttentionPart({ inspection }: { readonly inspection: BlockInspection }) {
  const theme = useView((view) => view.theme);
  const [at, setAt] = useState<{ readonly x: number; readonly y: number }>();
  const { attention, tokens } = inspection;
  const side = tokens.length;
  const picture = useMemo(
    () => attentionPicture(attention, side, inkOf('accent', theme)),
    [attention, side, theme],
  );
  const row = Math.min(at?.y ?? side - 1, side - 1);
  const column = at && at.x <= row ? at.x : undefined;
  const share = (from: number): number => attention[row * side + from] ?? 0;
  return (
    <>
      <PictureCanvas
        square
        picture={picture}
        label={`Attention over the last ${side} tokens of the sample`}
        onPoint={setAt}
      />
      <p className={styles.note}>
        {quoted(tokens[row])}
        {column === undefined
          ? ` looks at what is marked below`
          : ` looks at ${quoted(tokens[column])} with ${(share(column) * 100).toFixed(1)} %`}
      </p>
      <p className={styles.tokens}>
        {tokens.slice(0, row + 1).map((token, index) => (
          <span
            key={index}
            style={{
              background: `rgb(from var(--accent) r g b / ${Math.sqrt(share(index)) * 0.7})`,
            }}
          >
            {token}
          </span>
        ))}
      </p>
    </>
  );
}

function quoted(token: string | undefined): string {
  return `“${(token ?? '').replaceAll(' ', '␣').replaceAll('\n', '↵')}”`;
}
