import { SlidersHorizontal } from 'lucide-react';
import { Choice } from '../../ui/Choice.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { setColourMap, useView } from '../../store/view-slice.ts';
import { EventLookPart } from './EventLookPart.tsx';
import { LatticeLookPart } from './LatticeLookPart.tsx';
import { MAP_WORDS, optionsOf } from './look-words.ts';
import { SphereLookPart } from './SphereLookPart.tsx';
import styles from './Look.module.css';

/** How the layers that are shown look: layout, colour, size. */
export function LookPanel() {
  const layers = useView((view) => view.layers);
  const map = useView((view) => view.look.map);
  return (
    <Popover label="Look" icon={<SlidersHorizontal />} width={300}>
      <div className={styles.parts}>
        {layers.spheres && <SphereLookPart />}
        {layers.events && <EventLookPart />}
        {layers.lattice && <LatticeLookPart />}
        <section className={styles.part}>
          <Choice
            label="Colour map"
            options={optionsOf(MAP_WORDS)}
            value={map}
            onChange={setColourMap}
          />
        </section>
      </div>
    </Popover>
  );
}
