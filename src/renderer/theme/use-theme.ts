import { useEffect } from 'react';

export type ThemeName = 'dark' | 'light';

/** What the system asks of a page. */
export interface SystemView {
  readonly dark: boolean;
  readonly reducedMotion: boolean;
}

const DARK = '(prefers-color-scheme: dark)';
const LIGHT = '(prefers-color-scheme: light)';
const REDUCED = '(prefers-reduced-motion: reduce)';

/** Reads the system's wishes; dark where it has none. */
export function readSystemView(page: Pick<Window, 'matchMedia'>): SystemView {
  return {
    dark: page.matchMedia(DARK).matches || !page.matchMedia(LIGHT).matches,
    reducedMotion: page.matchMedia(REDUCED).matches,
  };
}

/** Tells of the system's wishes, now and whenever they change. `onChange` must keep its identity. */
export function useSystemView(onChange: (view: SystemView) => void): void {
  useEffect(() => {
    const tell = (): void => onChange(readSystemView(window));
    const queries = [DARK, LIGHT, REDUCED].map((query) => window.matchMedia(query));
    for (const query of queries) query.addEventListener('change', tell);
    tell();
    return () => {
      for (const query of queries) query.removeEventListener('change', tell);
    };
  }, [onChange]);
}

/** Puts the theme on the document. */
export function applyTheme(theme: ThemeName): void {
  document.documentElement.dataset['theme'] = theme;
}
