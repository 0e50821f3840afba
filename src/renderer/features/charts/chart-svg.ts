import type { ReferenceLine } from './plot-options.ts';

/** One curve of a drawn chart. */
export interface SvgSeries {
  readonly name: string;
  readonly colour: string;
  readonly steps: readonly number[];
  /** Null: a gap. */
  readonly values: readonly (number | null)[];
  /** Pixels. */
  readonly width: number;
  /** A dot at each value: few and far between. */
  readonly dots?: boolean;
}

/** A chart to be drawn for a paper or a talk. */
export interface SvgChart {
  readonly title: string;
  /** Of the vertical axis, with its unit. */
  readonly yLabel: string;
  readonly xRange: readonly [number, number];
  readonly yRange: readonly [number, number];
  readonly yText: (value: number, increment: number) => string;
  readonly series: readonly SvgSeries[];
  readonly references: readonly ReferenceLine[];
}

const WIDTH = 720;
const HEIGHT = 420;
const PLOT = { left: 64, top: 44, right: 684, bottom: 364 };
const INK = '#1b2430';
const MUTED = '#5b6675';
const LINE = '#d9dee5';

/** The chart as an SVG on white: title, axes with units, ticks, legend; text stays text. */
export function chartSvg(chart: SvgChart): string {
  const { left, top, right, bottom } = PLOT;
  const across = scaleOf(chart.xRange, left, right);
  const up = scaleOf(chart.yRange, bottom, top);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}"`,
    ` font-family="Inter, Helvetica, Arial, sans-serif" font-size="12" fill="${MUTED}">`,
    `<title>${escaped(chart.title)}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    text(left, 24, chart.title, `fill="${INK}" font-size="14" font-weight="600"`),
    ...yAxis(chart, up),
    ...xAxis(chart.xRange, across),
    `<clipPath id="plot"><rect x="${left}" y="${top}" width="${right - left}" height="${bottom - top}"/></clipPath>`,
    `<g clip-path="url(#plot)">`,
    ...chart.references.map(({ value }) => {
      const y = round(up(value));
      return `<line x1="${left}" x2="${right}" y1="${y}" y2="${y}" stroke="${MUTED}" stroke-dasharray="3 4"/>`;
    }),
    ...chart.series.map((series) => curve(series, across, up)),
    '</g>',
    ...chart.references
      .filter(({ value }) => value >= chart.yRange[0] && value <= chart.yRange[1])
      .map(({ name, value }) => text(right - 4, up(value) - 4, name, 'text-anchor="end"')),
    ...legend(chart.series),
    '</svg>',
  ];
  return parts.join('\n');
}

type Scale = (value: number) => number;

function scaleOf([from, to]: readonly [number, number], low: number, high: number): Scale {
  return (value) => low + ((value - from) / (to - from || 1)) * (high - low);
}

/** Round values within a range, about as many as wanted: 1, 2 or 5 times a power of ten apart. */
export function ticksOf([from, to]: readonly [number, number], wanted: number): readonly number[] {
  const rough = (to - from) / wanted;
  if (!(rough > 0)) return [from];
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((factor) => factor * size >= rough * (1 - 1e-9)) ?? 10) * size;
  const first = Math.ceil(from / step - 1e-9);
  const count = Math.floor(to / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

function yAxis({ yRange, yText, yLabel }: SvgChart, up: Scale): readonly string[] {
  const { left, top, right, bottom } = PLOT;
  const ticks = ticksOf(yRange, 6);
  const increment = (ticks[1] ?? 1) - (ticks[0] ?? 0);
  const middle = (top + bottom) / 2;
  return [
    ...ticks.flatMap((value) => {
      const y = round(up(value));
      return [
        `<line x1="${left}" x2="${right}" y1="${y}" y2="${y}" stroke="${LINE}"/>`,
        text(left - 8, y + 4, yText(value, increment), 'text-anchor="end"'),
      ];
    }),
    text(16, middle, yLabel, `text-anchor="middle" transform="rotate(-90 16 ${middle})"`),
  ];
}

function xAxis(range: readonly [number, number], across: Scale): readonly string[] {
  const { left, right, bottom } = PLOT;
  return [
    `<line x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}" stroke="${MUTED}"/>`,
    ...ticksOf(range, 6)
      .filter(Number.isInteger)
      .map((step) =>
        text(across(step), bottom + 18, step.toLocaleString('en'), 'text-anchor="middle"'),
      ),
    text((left + right) / 2, bottom + 40, 'optimiser step', 'text-anchor="middle"'),
  ];
}

function curve({ steps, values, ...look }: SvgSeries, across: Scale, up: Scale): string {
  let path = '';
  const dots: string[] = [];
  let drawing = false;
  values.forEach((value, i) => {
    if (value === null || !Number.isFinite(value)) {
      drawing &&= look.dots === true; // measured now and then: the line goes on
      return;
    }
    const [x, y] = [round(across(steps[i] ?? 0)), round(up(value))];
    path += `${drawing ? 'L' : 'M'}${x} ${y}`;
    drawing = true;
    if (look.dots) dots.push(`<circle cx="${x}" cy="${y}" r="2.5" fill="${look.colour}"/>`);
  });
  const line = `<path d="${path}" fill="none" stroke="${look.colour}" stroke-width="${look.width}" stroke-linejoin="round"/>`;
  return path === '' ? '' : [line, ...dots].join('\n');
}

/** Names at the upper right, from the right end. */
function legend(series: readonly SvgSeries[]): readonly string[] {
  let x = PLOT.right;
  return [...series].reverse().flatMap(({ name, colour }) => {
    x -= name.length * 6.4;
    const at = x;
    x -= 38;
    return [
      `<line x1="${round(at - 24)}" x2="${round(at - 6)}" y1="20" y2="20" stroke="${colour}" stroke-width="2"/>`,
      text(at, 24, name, ''),
    ];
  });
}

function text(x: number, y: number, words: string, more: string): string {
  return `<text x="${round(x)}" y="${round(y)}" ${more}>${escaped(words)}</text>`;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
