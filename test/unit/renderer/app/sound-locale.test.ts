// @vitest-environment jsdom
import { expect, it } from 'vitest';
import { ensureSoundLocale } from '../../../../src/renderer/app/sound-locale.ts';

it('replaces a language that Intl refuses and leaves the others', () => {
  const posix = { language: 'en-US@posix' } as Navigator;
  ensureSoundLocale(posix);
  expect(new Intl.NumberFormat(posix.language).format(1_000)).toBe('1,000');
  const german = { language: 'de-DE' } as Navigator;
  ensureSoundLocale(german);
  expect(german.language).toBe('de-DE');
});
