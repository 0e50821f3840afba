/**
 * Imported before everything else. Under LANG=C Chromium calls its language en-US@posix, which Intl refuses with a
 * RangeError, and uPlot asks Intl for it as it loads: the page would stay blank. Such a language becomes plain English.
 */
export function ensureSoundLocale(target: Navigator): void {
  try {
    Intl.getCanonicalLocales(target.language);
  } catch {
    Object.defineProperty(target, 'language', { configurable: true, value: 'en-US' });
  }
}

ensureSoundLocale(navigator);
