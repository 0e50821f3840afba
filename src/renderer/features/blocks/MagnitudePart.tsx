import { useMemo } from 'react';
import { formatCount } from '../../lib/format.ts';
import type { BlockMoment } from '../../store/block-slice.ts';
import { useView } from '../../store/view-slice.ts';
import { PictureCanvas } from './PictureCanvas.tsx';
import { MAGNITUDE_EXPONENTS, magnitudePicture } from './block-pictures.ts';
import { inkOf } from './ink.ts';
import styles from './Blocks.module.css';

/** How large a matrix's numbers are, over the steps looked at since the panel was opened. */
export function MagnitudePart(props: {
  readonly title: string;
  readonly moments: readonly BlockMoment[];
  readonly matrix: number;
  readonly colour: 'accent' | 'blue';
}) {
  const { title, moments, matrix, colour } = props;
  const theme = useView((view) => view.theme);
  const picture = useMemo(
    () => magnitudePicture(moments, matrix, inkOf(colour, theme)),
    [moments, matrix, colour, theme],
  );
  const [first, last] = [moments[0], moments.at(-1)];
  const tensor = last?.tensors[matrix];
  if (!first || !last || !tensor) {
    return <p className={styles.note}>{title}: none yet; they come with the next step.</p>;
  }
  const { low, high } = MAGNITUDE_EXPONENTS;
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.caption}>
        <b>{title}</b>
        <span>rms {tensor.rootMeanSquare.toPrecision(3)}</span>
      </figcaption>
      <PictureCanvas
        picture={picture}
        label={`${title}: magnitudes from 2^${low} to 2^${high} over steps ${first.step} to ${last.step}`}
      />
      <div className={styles.caption}>
        <span>step {formatCount(first.step)}</span>
        <span>
          |x| from 2<sup>{low}</sup> to 2<sup>{high}</sup>
          {tensor.notFinite > 0 && ` · ${formatCount(tensor.notFinite)} not finite`}
        </span>
        <span>{formatCount(last.step)}</span>
      </div>
    </figure>
  );
}
