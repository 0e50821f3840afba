export type ThemeName = 'dark' | 'light';

/** What the system asks of a page. */
export interface SystemView {
  readonly dark: boolean;
  readonly reducedMotion: boolean;
}

const LIGHT = '(prefers-color-scheme: light)';
const REDUCED = '(prefers-reduced-motion: reduce)';

/** Reads the system's wishes; dark where it has none. */
export function readSystemView(page: Pick<Window, 'matchMedia'>): SystemView {
  return {
    dark: !page.matchMedia(LIGHT).matches,
    reducedMotion: page.matchMedia(REDUCED).matches,
  };
}

/** Calls `onChange` whenever the system's wishes change. */
export function watchSystemView(page: Pick<Window, 'matchMedia'>, onChange: () => void): void {
  for (const query of [LIGHT, REDUCED]) page.matchMedia(query).addEventListener('change', onChange);
}

/** Puts the theme on the document. */
export function applyTheme(theme: ThemeName): void {
  document.documentElement.dataset['theme'] = theme;
}
