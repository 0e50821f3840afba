import styles from './TopBar.module.css';

const POINTS = Array.from({ length: 12 }, (_, hour) => {
  const angle = (hour / 12) * 2 * Math.PI;
  return { hour, x: 12 + 8.5 * Math.cos(angle), y: 12 + 8.5 * Math.sin(angle) };
});

/** Twelve around one: the lattice in miniature. */
export function ProductMark() {
  return (
    <svg className={styles.mark} viewBox="0 0 24 24" role="img" aria-label="Crystalline Studio">
      {POINTS.map(({ hour, x, y }) => (
        <circle key={hour} cx={x} cy={y} r={1.25} data-bright={hour % 3 === 0} />
      ))}
      <circle cx={12} cy={12} r={3} data-centre="true" />
    </svg>
  );
}
