import { NUMBER_LIMITS } from '../../shared/contract/numbers.ts';
import { primeLattice, takeLattice, takeSharedTerms } from '../store/lattice-table.ts';
import { notify } from '../store/notice-slice.ts';
import { useView } from '../store/view-slice.ts';
import { callHost, failureMessage } from './host-call.ts';

let asking = false;

/** Asks the engine for what the clock lattice shows and has not yet: one question at a time, the newest look last. */
export async function loadLattice(): Promise<void> {
  if (asking || !useView.getState().layers.lattice) return;
  asking = true;
  try {
    if (!primeLattice.table) {
      takeLattice(await callHost('numbers.lattice', { count: NUMBER_LIMITS.latticePrimes }));
    }
    while (!hasShared()) {
      const { dimension, wavelength } = useView.getState().look.lattice;
      const params = { p: '2', k: '1', n: String(dimension), lambda: wavelength };
      takeSharedTerms({ dimension, wavelength }, (await callHost('numbers.angle', params)).terms);
    }
  } catch (error) {
    notify({ level: 'error', title: 'The lattice is not there', message: failureMessage(error) });
  } finally {
    asking = false;
  }
}

function hasShared(): boolean {
  const { dimension, wavelength } = useView.getState().look.lattice;
  const { shared } = primeLattice;
  return shared?.dimension === dimension && shared.wavelength === wavelength;
}
