import { Chip } from '../../ui/Chip.tsx';
import { LAYER_NAMES, toggleLayer, useView } from '../../store/view-slice.ts';
import type { LayerName } from '../../store/view-slice.ts';
import styles from './Stage.module.css';

const LAYER_TITLES: Readonly<Record<LayerName, string>> = {
  spheres: 'Spheres',
  links: 'Links',
  messages: 'Messages',
  events: 'Boundary events',
  clock: 'Hours',
  lattice: 'Clock lattice',
};

/** Switches of what the scene draws. */
export function LayerChips() {
  const layers = useView((view) => view.layers);
  return (
    <div className={styles.chips} role="group" aria-label="Layers">
      {LAYER_NAMES.map((name) => (
        <Chip key={name} pressed={layers[name]} onPress={() => toggleLayer(name)}>
          {LAYER_TITLES[name]}
        </Chip>
      ))}
    </div>
  );
}
