import type { RunStatus } from '../../shared/contract/run.ts';
import { useRun } from '../store/run-slice.ts';

const PRODUCT = 'Crystalline Studio';

/** Keeps the page's title telling what runs and how far it is: it names the window and the browser's tab. */
export function followTitle(page: Document): void {
  useRun.subscribe(({ status }) => {
    const title = titleOf(status);
    if (page.title !== title) page.title = title;
  });
}

/** moby-dick, 62 % – Crystalline Studio */
export function titleOf({ state, config, step }: RunStatus): string {
  if (!config) return PRODUCT;
  const share = `${Math.floor((100 * step) / config.steps)} %`;
  switch (state) {
    case 'running':
    case 'checkpointing':
      return `${config.name}, ${share} – ${PRODUCT}`;
    case 'idle':
      return PRODUCT;
    case 'paused':
    case 'initializing':
    case 'restoring':
    case 'completed':
    case 'stopped':
    case 'failed':
      return `${config.name}, ${state} – ${PRODUCT}`;
  }
}
