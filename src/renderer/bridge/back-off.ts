const FIRST_MS = 500;
const LONGEST_MS = 10_000;

/** Milliseconds to wait before try `attempt` (1 is the first after a loss): doubling from half a second to ten. */
export function backOffMs(attempt: number): number {
  return Math.min(FIRST_MS * 2 ** (attempt - 1), LONGEST_MS);
}
