import { clock, count, nats } from './format.ts';

/** What is known of a run while it trains. */
export interface Progress {
  readonly step: number;
  readonly steps: number;
  readonly lossNats?: number | undefined;
  readonly validationLossNats?: number | undefined;
  readonly tokensPerSecond?: number | undefined;
  readonly etaSeconds?: number | undefined;
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
export const WIDEST_BAR = 40;

/** One line for a terminal `columns` wide: bar, step, losses, tokens a second, time left. Never wider than the terminal. */
export function progressBar(progress: Progress, columns: number): string {
  const figures = figuresOf(progress);
  const room = Math.min(WIDEST_BAR, columns - figures.length - 4);
  const line = room < 8 ? figures : `${bar(progress.step / progress.steps, room)} ${figures}`;
  return line.slice(0, columns - 1);
}

/** The same for a log: step, losses, tokens a second, time left. */
export function progressText(progress: Progress): string {
  return figuresOf(progress);
}

/** Steps between the lines of a log: about twenty lines, at round numbers. */
export function logInterval(steps: number): number {
  const wanted = Math.max(1, steps / 20);
  const power = 10 ** Math.floor(Math.log10(wanted));
  return [1, 2, 5, 10].map((factor) => factor * power).find((round) => round >= wanted) ?? 1;
}

function figuresOf(progress: Progress): string {
  const { step, steps, lossNats, validationLossNats, tokensPerSecond, etaSeconds } = progress;
  const parts = [`step ${count(step)}/${count(steps)}`, `loss ${nats(lossNats)}`];
  if (validationLossNats !== undefined) parts.push(`val ${nats(validationLossNats)}`);
  if (tokensPerSecond !== undefined) parts.push(`${count(tokensPerSecond)} tokens/s`);
  if (etaSeconds !== undefined) parts.push(`${clock(etaSeconds)} left`);
  return parts.join('  ');
}

/** `width` cells, filled to an eighth of a cell. */
export function bar(fraction: number, width: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, fraction)) * width * 8);
  const filled = '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
  return `▕${filled.padEnd(width)}▏`;
}
