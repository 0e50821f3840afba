import { Segments } from '../../ui/Segments.tsx';
import { SliderField } from '../../ui/SliderField.tsx';
import { setFilter } from '../../store/filter-slice.ts';
import type { ClipPlane } from '../../store/filter-slice.ts';
import styles from './FilterPanel.module.css';

const AXES = (['off', 'x', 'y', 'z'] as const).map((value) => ({ value, text: value }));
const SIDES = [
  { value: 'below', text: 'Keep below' },
  { value: 'above', text: 'Keep above' },
] as const;
/** The ring ends at 1.8. */
const REACH = 2;

/** A plane across the lattice. */
export function ClipField({ clip }: { readonly clip: ClipPlane | undefined }) {
  const set = (changes: Partial<ClipPlane>): void =>
    setFilter('clip', { axis: 'x', at: 0, keep: 'below', ...clip, ...changes });
  return (
    <div className={styles.row}>
      <span className={styles.label}>Clip plane</span>
      <Segments
        label="Clip across"
        options={AXES}
        value={clip?.axis ?? 'off'}
        onChange={(axis) => (axis === 'off' ? setFilter('clip', undefined) : set({ axis }))}
      />
      {clip && (
        <div className={styles.clip}>
          <SliderField
            label="Clip at"
            value={clip.at}
            min={-REACH}
            max={REACH}
            step={0.01}
            text={clip.at.toFixed(2)}
            onChange={(at) => set({ at })}
          />
          <Segments
            label="Side kept"
            options={SIDES}
            value={clip.keep}
            onChange={(keep) => set({ keep })}
          />
        </div>
      )}
    </div>
  );
}
