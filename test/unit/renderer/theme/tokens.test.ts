import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { THEME_TOKENS } from '../../../../src/renderer/theme/tokens.ts';

const css = readFileSync(
  path.resolve(import.meta.dirname, '../../../../src/renderer/theme/theme.css'),
  'utf8',
);
const blocks = {
  dark: /:root \{([^}]*)\}/.exec(css)?.[1] ?? '',
  light: /:root\[data-theme='light'\] \{([^}]*)\}/.exec(css)?.[1] ?? '',
};

function variable(theme: 'dark' | 'light', name: string): string | undefined {
  return new RegExp(`--${name}: ([^;]+);`).exec(blocks[theme])?.[1];
}

/** WCAG 2 relative luminance of #rrggbb. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

describe.each(['dark', 'light'] as const)('%s theme', (theme) => {
  const tokens = THEME_TOKENS[theme];

  it('has the same colours on canvases as in the style sheet', () => {
    for (const [name, colour] of Object.entries(tokens)) {
      expect(variable(theme, name), name).toBe(colour);
    }
  });

  it('keeps text readable: 4.5:1 on every ground it stands on', () => {
    for (const ground of [tokens.background, tokens.panel, tokens.raised]) {
      for (const name of ['text', 'muted', 'accent', 'blue', 'green', 'red'] as const) {
        expect(contrast(tokens[name], ground), `${name} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
    }
    expect(contrast(tokens.amber, tokens.panel)).toBeGreaterThanOrEqual(3);
    const button = [variable(theme, 'on-accent'), variable(theme, 'accent-ground')] as const;
    expect(contrast(button[0] ?? '', button[1] ?? '')).toBeGreaterThanOrEqual(4.5);
    expect(contrast(tokens.red, variable(theme, 'red-wash') ?? '')).toBeGreaterThanOrEqual(4.5);
    expect(contrast(tokens.accent, variable(theme, 'accent-wash') ?? '')).toBeGreaterThanOrEqual(
      4.5,
    );
  });
});
