/** Reads a number kept in the browser; `fallback` when there is none or it lies outside the bounds. */
export function readStoredNumber(key: string, fallback: number, min: number, max: number): number {
  try {
    const text = localStorage.getItem(key);
    const value = text === null ? NaN : Number(text);
    return value >= min && value <= max ? value : fallback;
  } catch {
    return fallback; // storage can be forbidden; the window then keeps its own sizes
  }
}

/** Keeps a number in the browser; does nothing where storage is forbidden. */
export function writeStoredNumber(key: string, value: number): void {
  try {
    localStorage.setItem(key, String(value));
  } catch {
    // the window works without
  }
}
