import { Chip } from '../../ui/Chip.tsx';
import { setEventLook, setSphereLook, setValueRange, useView } from '../../store/view-slice.ts';
import styles from './Look.module.css';

/** Holds the range of a layer's colours where it is, and makes it logarithmic; nothing where the colours are no scale. */
export function ScaleRow({ layer }: { readonly layer: 'spheres' | 'events' }) {
  const shown = useView(({ figures }) => figures?.ranges[layer]);
  const { range, log } = useView(({ look }) => look[layer]);
  if (!shown && !range) return null;
  const setLog = layer === 'spheres' ? setSphereLook : setEventLook;
  return (
    <div className={styles.row}>
      <Chip
        pressed={range !== undefined}
        onPress={() => setValueRange(layer, range ? undefined : shown)}
      >
        Lock range
      </Chip>
      <Chip pressed={log} onPress={() => setLog({ log: !log })}>
        Log
      </Chip>
      {range && (
        <span className={styles.figure}>
          {`${Number(range.min.toPrecision(3))} to ${Number(range.max.toPrecision(3))}`}
        </span>
      )}
    </div>
  );
}
