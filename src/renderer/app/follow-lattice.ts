import { loadLattice } from '../commands/lattice-commands.ts';
import { useView } from '../store/view-slice.ts';

/** Keeps the clock lattice's numbers those of the look: asks the engine when the layer is shown or its sliders move. */
export function followLattice(): void {
  useView.subscribe(({ layers, look }, before) => {
    if (layers.lattice !== before.layers.lattice || look.lattice !== before.look.lattice) {
      void loadLattice();
    }
  });
  void loadLattice();
}
