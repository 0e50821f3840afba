import { THEME_TOKENS } from '../../theme/tokens.ts';

/** A colour of the theme as red, green and blue, 0 to 255. */
export function inkOf(
  name: 'accent' | 'blue',
  theme: 'dark' | 'light',
): readonly [number, number, number] {
  const hex = THEME_TOKENS[theme][name];
  const channel = (at: number): number => Number.parseInt(hex.slice(at, at + 2), 16);
  return [channel(1), channel(3), channel(5)];
}
