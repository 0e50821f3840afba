import { describe, expect, it } from 'vitest';
import { eventColour, eventScale } from '../../../src/renderer/scene/layers/events/event-colour.ts';
import { COLOUR_NATS } from '../../../src/renderer/scene/layers/events/event-layout.ts';
import { lightness, rgbOf } from '../../../src/renderer/scene/kit/colour.ts';
import type { Rgb } from '../../../src/renderer/scene/kit/colour.ts';

/** Full dichromacy in linear RGB (Machado, Oliveira, Fernandes 2009, severity 1.0). */
const DEFICIENCIES = {
  protanopia: [
    0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998,
  ],
  deuteranopia: [
    0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881,
  ],
  tritanopia: [
    1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039,
  ],
} as const;

function seenWith(matrix: readonly number[], rgb: Rgb): Rgb {
  const linear = rgb.map((x) => (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4));
  const out = [0, 1, 2].map((row) => {
    const sum = linear.reduce((total, x, i) => total + x * (matrix[row * 3 + i] ?? NaN), 0);
    const clamped = Math.min(1, Math.max(0, sum));
    return clamped <= 0.0031308 ? clamped * 12.92 : 1.055 * clamped ** (1 / 2.4) - 0.055;
  });
  return [out[0] ?? NaN, out[1] ?? NaN, out[2] ?? NaN];
}

const samples = Array.from({ length: 121 }, (_, i) => (i / 120) * COLOUR_NATS);

describe('the colours of loss', () => {
  it.each(['dark', 'light'] as const)('have monotone lightness in the %s theme', (theme) => {
    const sign = theme === 'dark' ? 1 : -1;
    const seen = samples.map((loss) => sign * lightness(eventColour(loss, theme)));
    for (let i = 1; i < seen.length; i += 1) {
      expect((seen[i] ?? NaN) - (seen[i - 1] ?? NaN)).toBeGreaterThan(0.1);
    }
    expect(Math.abs((seen.at(-1) ?? NaN) - (seen[0] ?? NaN))).toBeGreaterThan(45);
  });

  it.each(Object.entries(DEFICIENCIES))('keep their order with %s', (_, matrix) => {
    for (const [theme, sign] of [
      ['dark', 1],
      ['light', -1],
    ] as const) {
      const seen = samples.map(
        (loss) => sign * lightness(seenWith(matrix, eventColour(loss, theme))),
      );
      for (let i = 1; i < seen.length; i += 1) {
        expect((seen[i] ?? NaN) - (seen[i - 1] ?? NaN)).toBeGreaterThan(0);
      }
    }
  });

  it('clamp at both ends, and show what is no number as the worst', () => {
    const top = eventScale('dark').at(-1);
    expect(eventColour(-1, 'dark')).toEqual(eventScale('dark')[0]);
    expect(eventColour(COLOUR_NATS, 'dark')).toEqual(top);
    expect(eventColour(Infinity, 'dark')).toEqual(top);
    expect(eventColour(NaN, 'dark')).toEqual(top);
  });

  it('has the five stops that the shader takes', () => {
    expect(eventScale('dark')).toHaveLength(5);
    expect(eventScale('light')).toHaveLength(5);
  });
});

describe('lightness', () => {
  it('knows black, white and middle grey', () => {
    expect(lightness([0, 0, 0])).toBe(0);
    expect(lightness([1, 1, 1])).toBeCloseTo(100, 6);
    expect(lightness(rgbOf('#777777'))).toBeCloseTo(50.03, 1);
  });
});
