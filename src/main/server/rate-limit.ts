/** Messages a second that a client may send for long; a page acknowledges some hundred frames a second at most. */
export const MESSAGES_PER_SECOND = 1_000;
/** Messages it may send at once. */
export const MESSAGE_BURST = 2_000;

/**
 * A token bucket: `take()` is false when more than the burst and the rate since have been taken.
 *
 * @param nowMs a clock that never goes back
 */
export function createRateLimit(
  perSecond: number,
  burst: number,
  nowMs: () => number = () => performance.now(),
): { take(): boolean } {
  let left = burst;
  let filledAtMs = nowMs();
  return {
    take() {
      const now = nowMs();
      left = Math.min(burst, left + ((now - filledAtMs) / 1_000) * perSecond);
      filledAtMs = now;
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}
