import { useMemo, useState } from 'react';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { formatCount } from '../../lib/format.ts';
import type { BlockMoment } from '../../store/block-slice.ts';
import { useView } from '../../store/view-slice.ts';
import { PictureCanvas } from './PictureCanvas.tsx';
import type { Place } from './PictureCanvas.tsx';
import { Ramp } from './Ramp.tsx';
import { MAGNITUDE_EXPONENTS, magnitudePicture } from './block-pictures.ts';
import { binWords, momentWords, momentsTable } from './block-words.ts';
import { MAGNITUDE_BINS } from '../../../shared/contract/blocks.ts';
import { inkOf } from './ink.ts';
import styles from './Blocks.module.css';

export interface MagnitudePartProps {
  readonly title: string;
  readonly moments: readonly BlockMoment[];
  readonly matrix: number;
  readonly colour: 'accent' | 'blue';
  /** What stands here before there is a moment. */
  readonly empty: string;
}

/** How large a matrix's numbers are, over the steps looked at since the panel was opened. */
export function MagnitudePart(props: MagnitudePartProps) {
  const { title, moments, matrix, colour, empty } = props;
  const theme = useView((view) => view.theme);
  const [at, setAt] = useState<Place>();
  const picture = useMemo(
    () => magnitudePicture(moments, matrix, inkOf(colour, theme)),
    [moments, matrix, colour, theme],
  );
  const [first, last] = [moments[0], moments.at(-1)];
  if (!first || !last) return <p className={styles.note}>{`${title}: ${empty}`}</p>;
  const pointed = at && moments[Math.min(at.x, moments.length - 1)];
  const words = pointed
    ? binWords(pointed, matrix, MAGNITUDE_BINS - 1 - at.y)
    : momentWords(last, matrix);
  const label = `${title} by size, over steps ${first.step} to ${last.step}`;
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.caption}>
        <b>{title}</b>
        <Ramp colour={colour} low="none" high="most" />
        <CopyButton
          text={momentsTable(moments, matrix)}
          label={`Copy the ${title.toLowerCase()} as a table`}
        />
      </figcaption>
      <div className={styles.scaled}>
        <Sizes />
        <PictureCanvas {...{ picture, label, at, onPoint: setAt }} />
      </div>
      <div className={styles.caption}>
        <span>step {formatCount(first.step)}</span>
        <span>{formatCount(last.step)}</span>
      </div>
      <p className={styles.note} aria-live={at ? 'polite' : 'off'}>
        {words}
      </p>
    </figure>
  );
}

/** The vertical axis: sizes as powers of two. */
function Sizes() {
  const { low, high } = MAGNITUDE_EXPONENTS;
  return (
    <div className={styles.sizes} aria-hidden="true">
      {[high, (low + high) / 2, low].map((exponent) => (
        <span key={exponent}>
          2<sup>{exponent}</sup>
        </span>
      ))}
    </div>
  );
}
