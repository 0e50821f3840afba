import { applyTheme, readSystemView, watchSystemView } from '../theme/system-view.ts';
import { readStoredText, writeStoredText } from '../lib/stored-text.ts';
import { setSystemView, setThemeChoice, useView } from '../store/view-slice.ts';
import type { ThemeChoice } from '../store/view-slice.ts';

const THEME_KEY = 'theme';
const CHOICES: readonly ThemeChoice[] = ['system', 'dark', 'light'];

/** Keeps theme and motion as the user chose, or as the system asks; the choice outlives the page. Returns what stops keeping. */
export function followSystem(page: Window): () => void {
  const kept = readStoredText(THEME_KEY);
  const choice = CHOICES.find((candidate) => candidate === kept);
  if (choice) setThemeChoice(choice);
  const follow = (): void => setSystemView(readSystemView(page));
  follow();
  applyTheme(useView.getState().theme);
  watchSystemView(page, follow);
  return useView.subscribe((view, before) => {
    if (view.themeChoice !== before.themeChoice) {
      writeStoredText(THEME_KEY, view.themeChoice);
      follow();
    }
    if (view.theme !== before.theme) applyTheme(view.theme);
  });
}
