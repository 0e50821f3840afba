/** Reads a text kept in the browser; undefined when there is none or storage is forbidden. */
export function readStoredText(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined; // the window works without
  }
}

/** Keeps a text in the browser; does nothing where storage is forbidden or full. */
export function writeStoredText(key: string, text: string): void {
  try {
    localStorage.setItem(key, text);
  } catch {
    // the window works without
  }
}

/** Reads a number kept in the browser; `fallback` when there is none or it lies outside the bounds. */
export function readStoredNumber(key: string, fallback: number, min: number, max: number): number {
  const value = Number(readStoredText(key) ?? NaN);
  return value >= min && value <= max ? value : fallback;
}
