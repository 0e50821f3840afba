/** Within this time, another signal is the same key press: npm and a terminal both pass a Ctrl-C on. */
const ECHO_MS = 1_000;

/** What a request to end means: the first, an echo of it, or the user's insistence. */
export type EndRequest = 'first' | 'echo' | 'insists';

/** Sorts the requests to end that reach a process. `nowMs`: a clock that never goes back. */
export function createEndRequests(nowMs: () => number = () => performance.now()): () => EndRequest {
  let firstAtMs: number | undefined;
  return () => {
    if (firstAtMs === undefined) {
      firstAtMs = nowMs();
      return 'first';
    }
    return nowMs() - firstAtMs < ECHO_MS ? 'echo' : 'insists';
  };
}
