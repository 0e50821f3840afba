import type { Unsubscribe } from '../../shared/rpc/transport.ts';

/** The part of a document that is asked. */
export type Visible = Pick<Document, 'hidden' | 'addEventListener'>;

/** Holds a subscription while the page can be seen: a hidden or minimised window asks the host for no frames, and costs the run nothing. */
export function whileVisible(page: Visible, subscribe: () => Unsubscribe): void {
  let stop: Unsubscribe | undefined;
  const follow = (): void => {
    if (page.hidden) {
      stop?.();
      stop = undefined;
    } else {
      stop ??= subscribe();
    }
  };
  page.addEventListener('visibilitychange', follow);
  follow();
}
