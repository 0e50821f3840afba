// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { chartSvg, ticksOf } from '../../../../src/renderer/features/charts/chart-svg.ts';
import type { SvgChart } from '../../../../src/renderer/features/charts/chart-svg.ts';

const chart: SvgChart = {
  title: 'Loss of <a & b>',
  yLabel: 'nats a token',
  xRange: [0, 100],
  yRange: [2, 4],
  yText: (value) => value.toFixed(1),
  references: [{ name: 'bigram entropy', value: 3 }],
  series: [
    {
      name: 'train',
      colour: '#b3720a',
      steps: [0, 50, 60, 100],
      values: [4, 3, null, 2],
      width: 1,
    },
    {
      name: 'validation',
      colour: '#000000',
      steps: [0, 50, 100],
      values: [4, null, 2],
      width: 1,
      dots: true,
    },
  ],
};

const parsed = (): Document => new DOMParser().parseFromString(chartSvg(chart), 'image/svg+xml');

describe('a chart as SVG', () => {
  it('is sound XML with its title, units, ticks and legend as text', () => {
    const document = parsed();
    expect(document.querySelector('parsererror')).toBeNull();
    const words = [...document.querySelectorAll('text')].map((text) => text.textContent);
    expect(words).toContain('Loss of <a & b>');
    for (const word of [
      'nats a token',
      'optimiser step',
      '2.0',
      '4.0',
      '100',
      'train',
      'bigram entropy',
    ]) {
      expect(words).toContain(word);
    }
  });

  it('breaks a curve at a gap, and joins what is measured now and then', () => {
    const [train, validation] = [...parsed().querySelectorAll('path')].map((path) =>
      path.getAttribute('d'),
    );
    expect(train?.match(/M/g)).toHaveLength(2);
    expect(train?.startsWith('M64 44L374 204')).toBe(true); // the top left, then the middle
    expect(validation?.match(/M/g)).toHaveLength(1);
    expect(parsed().querySelectorAll('circle')).toHaveLength(2);
  });
});

describe('ticks', () => {
  it('are round and within the range', () => {
    expect(ticksOf([0, 2_000], 5)).toEqual([0, 500, 1_000, 1_500, 2_000]);
    expect(ticksOf([2.31, 2.39], 4)).toEqual([2.32, 2.34, 2.36, 2.38]);
    expect(ticksOf([-0.3, 0.3], 6)).toEqual([-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3]);
    expect(ticksOf([5, 5], 6)).toEqual([5]);
  });
});
