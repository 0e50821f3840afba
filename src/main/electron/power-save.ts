import type { PowerSaveBlocker } from 'electron';
import type { StatusListener } from './status-watch.ts';

/** Keeps the machine from falling asleep while it trains; the screen may. */
export function stayAwake(blocker: Pick<PowerSaveBlocker, 'start' | 'stop'>): StatusListener {
  let id: number | undefined;
  return ({ state }) => {
    const training = state === 'running' || state === 'checkpointing';
    if (training) {
      id ??= blocker.start('prevent-app-suspension');
    } else if (id !== undefined) {
      blocker.stop(id);
      id = undefined;
    }
  };
}
