import type { RunStatus } from '../../shared/contract/run.ts';

/** The taskbar, the menu and the power-save blocker need no faster clock. */
const PERIOD_MS = 500;

export type StatusListener = (status: RunStatus) => void;

/**
 * Shows the run's status to each listener now and twice a second, for what lies outside the page.
 *
 * @param repeat setInterval, but in tests
 */
export function watchStatus(
  host: { status(): RunStatus },
  listeners: readonly StatusListener[],
  repeat: (task: () => void, periodMs: number) => void = setInterval,
): void {
  const look = () => {
    const status = host.status();
    for (const listener of listeners) listener(status);
  };
  look();
  repeat(look, PERIOD_MS);
}
