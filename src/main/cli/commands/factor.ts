import type { FactorResult } from '../../../shared/contract/numbers.ts';
import { optionHelp, readCommandLine } from '../../host/shell/command-line.ts';
import { COMMON } from '../common-options.ts';
import { oneWord, withSession, type Command } from '../session.ts';
import { FROM_ONE, wholeNumber } from '../whole-number.ts';
import { grouped } from '../../host/grouped.ts';

/** `crystalline factor`: a number's primes. */
export const factor: Command = {
  name: 'factor',
  summary: 'factor a whole number, or say that it is prime',
  help: `Factors a whole number below 2^64; primality is proved, not guessed.

Usage: crystalline factor N [options]

N is exact: 144001, 144,001 or 1e18.

${optionHelp(COMMON)}

The result of --json is {n, prime, factors: [{prime, exponent}]}, numbers as texts of decimal digits.
`,
  async run(args, context) {
    const { options, words } = readCommandLine(args, COMMON);
    const n = wholeNumber(oneWord(words, 'factor', 'N'), 'N', FROM_ONE);
    return withSession(context, undefined, async (client) => {
      const result = await client.call('numbers.factor', { n: String(n) });
      if (!options.json) context.terminal.print(factorText(result));
      return { code: 0, json: { result } };
    });
  },
};

export function factorText({ n, prime, factors }: FactorResult): string {
  if (factors.length === 0)
    return `${grouped(n)} has no prime factors: it is neither prime nor composite.`;
  if (prime) return `${grouped(n)} is prime.`;
  const powers = factors.map(
    (power) => grouped(power.prime) + (power.exponent > 1 ? `^${power.exponent}` : ''),
  );
  const text = `${grouped(n)} = ${powers.join(' · ')}`;
  return n === '144001'
    ? `${text}\nIt is not prime, so 143,999 and 144,001 are no twin primes: the founding document is wrong there.`
    : text;
}
