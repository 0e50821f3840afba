import { useMemo } from 'react';
import type { CSSProperties } from 'react';
import type { BlockInspection } from '../../../shared/contract/blocks.ts';
import { useView } from '../../store/view-slice.ts';
import { PictureCanvas } from './PictureCanvas.tsx';
import type { Place } from './PictureCanvas.tsx';
import { attentionPicture } from './block-pictures.ts';
import { tokenLabel } from './block-words.ts';
import { inkOf } from './ink.ts';
import styles from './Blocks.module.css';

/** More tokens than this have no room for names beside the picture. */
const MOST_NAMED = 32;
/** Characters of a token that its name shows. */
const NAME_LENGTH = 6;

/** The pattern with the tokens' names: above those looked at, at the left those that look. */
export function AttentionGrid(props: {
  readonly inspection: BlockInspection;
  readonly at: Place | undefined;
  readonly onPoint: (at: Place | undefined) => void;
}) {
  const { inspection, at, onPoint } = props;
  const { attention, tokens } = inspection;
  const theme = useView((view) => view.theme);
  const side = tokens.length;
  const picture = useMemo(
    () => attentionPicture(attention, side, inkOf('accent', theme)),
    [attention, side, theme],
  );
  const label = `Attention among the last ${side} tokens of the sample`;
  const canvas = <PictureCanvas square {...{ picture, label, at, onPoint }} />;
  if (side > MOST_NAMED) return canvas;
  const names = tokens.map((token) => tokenLabel(token).slice(0, NAME_LENGTH));
  const longest = Math.max(...names.map((name) => name.length));
  const sizes = { '--letters': longest, '--tokens': side } as CSSProperties;
  return (
    <div className={styles.grid} style={sizes} data-letters={longest}>
      <Names names={names} marked={at?.x} className={styles.above} />
      <Names names={names} marked={at?.y} className={styles.beside} />
      {canvas}
    </div>
  );
}

function Names(props: {
  readonly names: readonly string[];
  readonly marked: number | undefined;
  readonly className: string | undefined;
}) {
  return (
    <div className={props.className} aria-hidden="true">
      {props.names.map((name, index) => (
        <span key={index} data-marked={index === props.marked}>
          {name}
        </span>
      ))}
    </div>
  );
}
