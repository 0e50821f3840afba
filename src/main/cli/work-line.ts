import { bar, WIDEST_BAR } from './progress-line.ts';
import { bytes, clock, count } from './format.ts';
import { WORK_WORDS, type WorkProgress } from '../../shared/contract/work.ts';

/** One line for a terminal `columns` wide: bar, share, what is done, how much of it, how fast, time left. */
export function workLine(progress: WorkProgress, columns: number): string {
  const { part, fraction, done, total, unit, perSecond, etaSeconds } = progress;
  const amount = (value: number) => (unit === 'bytes' ? bytes(value) : count(value));
  const parts = [
    `${Math.floor(fraction * 100)} %  ${WORK_WORDS[part]}`,
    `${amount(done)} of ${amount(total)}${unit === 'tokens' ? ' tokens' : ''}`,
  ];
  if (perSecond !== undefined && perSecond > 0) parts.push(`${amount(perSecond)}/s`);
  if (etaSeconds !== undefined) parts.push(`${clock(etaSeconds)} left`);
  const figures = parts.join('  ');
  const room = Math.min(WIDEST_BAR, columns - figures.length - 4);
  const line = room < 8 ? figures : `${bar(fraction, room)} ${figures}`;
  return line.slice(0, columns - 1);
}
