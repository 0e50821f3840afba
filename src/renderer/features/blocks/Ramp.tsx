import styles from './Blocks.module.css';

/** What the strength of a picture's colour stands for; its squares are evenly spaced, as the pictures are drawn. */
export function Ramp(props: {
  readonly colour: 'accent' | 'blue';
  readonly low: string;
  readonly high: string;
}) {
  const { colour, low, high } = props;
  const ink = (share: number): string =>
    `color-mix(in srgb, var(--${colour}) ${100 * Math.sqrt(share)}%, var(--background))`;
  const stops = [0, 0.1, 0.25, 0.5, 0.75, 1].map((share) => `${ink(share)} ${share * 100}%`);
  return (
    <span className={styles.ramp}>
      {low}
      <span
        className={styles.rampBar}
        style={{ background: `linear-gradient(to right, ${stops.join(', ')})` }}
      />
      {high}
    </span>
  );
}
