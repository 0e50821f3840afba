// @vitest-environment jsdom
import { beforeEach, expect, it } from 'vitest';
import { followSystem } from '../../../../src/renderer/app/follow-system.ts';
import { resetWindow } from '../../../helpers/window-fixture.ts';
import { setThemeChoice, useView } from '../../../../src/renderer/store/view-slice.ts';

/** A system whose wishes can be changed. */
function fakeSystem(wishes: { light: boolean; reduced: boolean }) {
  const listeners = new Set<() => void>();
  const page = {
    matchMedia: (query: string) => ({
      matches: query.includes('light') ? wishes.light : query.includes('reduce') && wishes.reduced,
      addEventListener: (_: string, listener: () => void) => listeners.add(listener),
    }),
  } as unknown as Window;
  return { page, tell: () => listeners.forEach((listener) => listener()) };
}

beforeEach(() => {
  localStorage.clear();
  resetWindow();
});

it('follows the system until the user chooses, and keeps the choice', () => {
  const wishes = { light: true, reduced: false };
  const { page, tell } = fakeSystem(wishes);
  const stop = followSystem(page);
  expect(document.documentElement.dataset['theme']).toBe('light');
  Object.assign(wishes, { light: false, reduced: true });
  tell();
  expect(useView.getState()).toMatchObject({ theme: 'dark', reducedMotion: true });
  setThemeChoice('light');
  expect(document.documentElement.dataset['theme']).toBe('light');
  tell();
  expect(useView.getState().theme).toBe('light');

  stop();
  useView.setState(useView.getInitialState(), true);
  followSystem(fakeSystem(wishes).page);
  expect(useView.getState()).toMatchObject({ themeChoice: 'light', theme: 'light' });
});
