import type { BlockInspection, TensorMagnitudes } from '../../../shared/contract/blocks.ts';
import { MAGNITUDE_BINS } from '../../../shared/contract/blocks.ts';
import type { BlockMoment } from '../../store/block-slice.ts';
import { formatCount, formatFigure } from '../../lib/format.ts';
import { MAGNITUDE_EXPONENTS } from './block-pictures.ts';

type Pattern = Pick<BlockInspection, 'attention' | 'tokens'>;

/** A token as a label: what cannot be seen is drawn. */
export function tokenLabel(token: string | undefined): string {
  return (token ?? '').replaceAll(' ', '␣').replaceAll('\n', '↵').replaceAll('\t', '→');
}

/** What one row of the pattern, or one place in it, says. Rows and columns count from 0, places in the words from 1. */
export function attentionWords({ attention, tokens }: Pattern, row: number, column?: number) {
  const named = (at: number): string => `“${tokenLabel(tokens[at])}” (${at + 1})`;
  const share = (at: number): string =>
    `${((attention[row * tokens.length + at] ?? 0) * 100).toFixed(1)} %`;
  if (column !== undefined && column > row) return `${named(row)} comes before ${named(column)}`;
  if (column !== undefined) return `${named(row)} looks at ${named(column)} with ${share(column)}`;
  const most = mostLookedAt(attention, tokens.length, row);
  return `${named(row)} looks most at ${named(most)}, with ${share(most)}`;
}

function mostLookedAt(attention: readonly number[], side: number, row: number): number {
  const shares = attention.slice(row * side, row * side + row + 1);
  return shares.indexOf(Math.max(...shares));
}

/** The pattern as a table for a spreadsheet: tab-separated, a row a token that looks. */
export function attentionTable({ attention, tokens }: Pattern): string {
  const side = tokens.length;
  const labels = tokens.map(tokenLabel);
  const rows = labels.map((label, row) => [
    label,
    ...attention.slice(row * side, (row + 1) * side).map((share) => share.toPrecision(6)),
  ]);
  return [['', ...labels], ...rows].map((cells) => cells.join('\t')).join('\n');
}

/** Magnitudes that a bin holds: from the first to below the second. */
export function binEnds(bin: number): readonly [number, number] {
  const octave = 2 ** (MAGNITUDE_EXPONENTS.low + Math.floor(bin / 2));
  return bin % 2 === 0 ? [octave, 1.5 * octave] : [1.5 * octave, 2 * octave];
}

/** How many numbers of a matrix a bin holds, at one moment. */
export function binWords({ step, tensors }: BlockMoment, matrix: number, bin: number): string {
  const tensor = tensors[matrix];
  const count = tensor?.bins[bin] ?? 0;
  const all = tensor ? numbersOf(tensor) : 0;
  const share = all > 0 ? ((count / all) * 100).toFixed(1) : '0';
  const [low, high] = binEnds(bin).map((end) => end.toPrecision(2));
  const from = bin === 0 ? `below ${high}` : bin === MAGNITUDE_BINS - 1 ? `from ${low}` : undefined;
  return `step ${formatCount(step)}: ${formatCount(count)} numbers (${share} %) ${from ?? `from ${low} to ${high}`}`;
}

/** The moment's root mean square, and what is wrong with its numbers. */
export function momentWords({ step, tensors }: BlockMoment, matrix: number): string {
  const tensor = tensors[matrix];
  if (!tensor) return '';
  return [
    `step ${formatCount(step)}: rms ${formatFigure(tensor.rootMeanSquare)}`,
    tensor.zeros > 0 && `${formatCount(tensor.zeros)} zeros`,
    tensor.notFinite > 0 && `${formatCount(tensor.notFinite)} not finite`,
  ]
    .filter((words) => words !== false)
    .join(' · ');
}

/** Every moment as a table for a spreadsheet: tab-separated, a row a step, a column a bin. */
export function momentsTable(moments: readonly BlockMoment[], matrix: number): string {
  const bins = Array.from({ length: MAGNITUDE_BINS }, (_, bin) => String(binEnds(bin)[0]));
  const rows = moments.flatMap(({ step, tensors }) => {
    const tensor = tensors[matrix];
    if (!tensor) return [];
    const { rootMeanSquare, zeros, notFinite } = tensor;
    return [[step, rootMeanSquare, zeros, notFinite, ...tensor.bins]];
  });
  return [['step', 'rms', 'zeros', 'not_finite', ...bins], ...rows]
    .map((cells) => cells.join('\t'))
    .join('\n');
}

function numbersOf({ bins, zeros, notFinite }: TensorMagnitudes): number {
  return bins.reduce((sum, count) => sum + count, zeros + notFinite);
}
