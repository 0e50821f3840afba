import type { MessageFlow } from '../layers/messages/message-flow.ts';
import { MESSAGE_GROUPS } from '../layers/messages/message-groups.ts';
import type { MessageGroup } from '../layers/messages/message-groups.ts';

/** Slower than this a group counts as silent, in messages a second. */
const SILENT = 0.05;

/** What each group's messages say. */
export const MESSAGE_TITLES: Readonly<Record<MessageGroup, string>> = {
  work: 'Work asked for, offered, accepted and refused',
  gradients: 'Gradients ready, added up and complete: a wave up the tree',
  weights: 'Weights updated, asked for and broadcast: a wave down the tree',
  boundary: 'Boundary crossings, twin primes, regions entered and left',
  coordination: 'Epochs and batches that begin and end',
  hierarchy: 'Spheres spawned, ended and made known to each other',
  errors: 'Errors reported and recovered from',
  statistics: 'Statistics asked for and reported',
  shutdown: 'Shutdown asked for and acknowledged',
};

export interface SpokenGroup {
  readonly group: MessageGroup;
  /** "gradients 1,240/s" */
  readonly words: string;
}

type Figures = Pick<MessageFlow, 'rates' | 'rate' | 'counted' | 'drawn'>;

/** Rates of the groups that speak, and of all together with what is left out of the picture. */
export function messageWords({ rates, rate, counted, drawn }: Figures): {
  readonly spoken: readonly SpokenGroup[];
  readonly total: string;
} {
  const spoken = MESSAGE_GROUPS.flatMap((group, index) => {
    const perSecond = rates[index] ?? 0;
    return perSecond < SILENT ? [] : [{ group, words: `${group} ${rateWords(perSecond)}` }];
  });
  const parts = [`${rateWords(rate)} in all`];
  if (counted < 0.995) parts.push(`groups by a sample of ${Math.floor(counted * 100)} %`);
  if (drawn < 0.995) parts.push(`${Math.floor(drawn * 100)} % of links drawn`);
  return { spoken, total: parts.join(' · ') };
}

export function theftWords(count: number): string {
  return `stolen over ${count.toLocaleString('en')} ${count === 1 ? 'pair' : 'pairs'}`;
}

function rateWords(perSecond: number): string {
  if (perSecond >= 9.95) return `${Math.round(perSecond).toLocaleString('en')}/s`;
  return `${perSecond.toFixed(1)}/s`;
}
