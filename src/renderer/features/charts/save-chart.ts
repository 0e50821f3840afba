import { chartSvg } from './chart-svg.ts';
import type { SvgChart, SvgSeries } from './chart-svg.ts';
import { lossRange, lossText } from './loss-options.ts';
import type { DrawnLoss } from './loss-options.ts';
import { fileStem } from '../../commands/view-commands.ts';
import { saveFile } from '../../lib/save-file.ts';

/** Colours that are told apart on white paper, in print too. */
const PAPER = { train: '#b3720a', smooth: '#8a5200', validation: '#1b2430' } as const;
const OVERLAYS = { blue: '#2f6bc0', green: '#2c8a57', red: '#c2492f' } as const;

/** Saves the loss chart as it is zoomed now. */
export function saveLossSvg(drawn: DrawnLoss): void {
  const { range, data, curves, lines, zoomed } = drawn;
  const [steps, train, smooth, validation] = data;
  const smoothed = smooth.some((value) => value !== null);
  const series: SvgSeries[] = [
    {
      ...{ name: 'train', colour: PAPER.train, steps, values: train },
      width: smoothed ? 0.6 : 1.5,
    },
    ...(smoothed
      ? [{ name: 'train, smoothed', colour: PAPER.smooth, steps, values: smooth, width: 1.75 }]
      : []),
    ...curves.map(({ colour, steps: own, lossNats }, i) => ({
      ...{ name: `run ${i + 2}`, colour: OVERLAYS[colour as keyof typeof OVERLAYS] },
      ...{ steps: own, values: lossNats, width: 1.25 },
    })),
    {
      name: 'validation',
      colour: PAPER.validation,
      steps,
      values: validation,
      width: 1.25,
      dots: true,
    },
  ];
  save('loss', {
    ...{ title: 'Loss', yLabel: 'nats a token', yText: lossText },
    ...{ xRange: [range.from, range.to], yRange: lossRange(drawn), series },
    references: zoomed ? [] : lines,
  });
}

/** Saves a chart, named after the run and its step. */
export function save(name: string, chart: SvgChart): void {
  const stem = fileStem();
  const svg = chartSvg({ ...chart, title: `${chart.title} · ${stem}` });
  saveFile(`${stem}-${name}.svg`, new Blob([svg], { type: 'image/svg+xml' }));
}
