import { LIMITS } from '../../../shared/contract/limits.ts';
import { NUMBER_LIMITS, type PrimesListResult } from '../../../shared/contract/numbers.ts';
import {
  didYouMean,
  optionHelp,
  readCommandLine,
  UsageError,
  type CommandLine,
} from '../../host/shell/command-line.ts';
import { nearest } from '../../host/shell/nearest.ts';
import { COMMON } from '../common-options.ts';
import { table } from '../format.ts';
import { noWords, oneWord, withSession, type Command, type Outcome } from '../session.ts';
import { ANY_64_BIT, wholeNumber } from '../whole-number.ts';
import { grouped } from '../../host/grouped.ts';
import type { RpcClient } from '../../../shared/rpc/rpc-client.ts';

const OPTIONS = {
  from: { kind: 'text', placeholder: 'n', help: 'first number of the range (default 0)' },
  to: { kind: 'text', placeholder: 'n', help: 'last number of the range, included' },
  groups: { kind: 'flag', help: 'count and list: the primes’ groups, p mod 12, as well' },
  threads: {
    kind: 'integer',
    ...LIMITS.threads,
    help: 'count, twins and nth: threads to compute on (default: one a processor)',
  },
  ...COMMON,
} as const;

type Options = CommandLine<typeof OPTIONS>['options'];
/** What a verb found: text for the reader and the value of --json's `result`. */
interface Found {
  readonly text: string;
  readonly result: unknown;
}
type Verb = (client: RpcClient, words: readonly string[], options: Options) => Promise<Found>;

const VERBS: Readonly<Record<string, Verb>> = { count, twins, nth, list };

/** `crystalline primes`: counted, found and listed by the hierarchical abacus. */
export const primes: Command = {
  name: 'primes',
  summary: 'count, find and list primes',
  help: `Primes of any range below 2^64, by a segmented sieve in twelve lanes.

Usage: crystalline primes count TO [options]             primes from --from (default 0) to TO
       crystalline primes count --from N --to N [options]
       crystalline primes twins TO [options]             pairs of primes that differ by 2
       crystalline primes nth N [options]                the N-th prime: the first is 2
       crystalline primes list --from N --to N [options] one a line, ascending

Numbers are exact: 1e11 is 100,000,000,000 and 1.5e3 is 1,500. A range to count may be
${grouped(NUMBER_LIMITS.countWidth)} wide, one to list ${grouped(NUMBER_LIMITS.listWidth)}; N of nth is at most ${grouped(NUMBER_LIMITS.nth)}.

${optionHelp(OPTIONS)}

The result of --json is a text of decimal digits: the count or the prime; of list, a list of them. With --groups it is
{count, groups} or {primes, groups}.
`,
  async run(args, context): Promise<Outcome> {
    const { options, words } = readCommandLine(args, OPTIONS);
    const [name, ...rest] = words;
    const verb = verbOf(name);
    return withSession(context, undefined, async (client) => {
      const { text, result } = await verb(client, rest, options);
      if (!options.json) context.terminal.print(text);
      return { code: 0, json: { result } };
    });
  },
};

function verbOf(name: string | undefined): Verb {
  const names = Object.keys(VERBS);
  if (name === undefined)
    throw new UsageError(`primes needs one of ${names.join(', ')}: see crystalline help primes.`);
  const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (verb) return verb;
  const advice = didYouMean(nearest(name, names)) || ` There are: ${names.join(', ')}.`;
  throw new UsageError(`Unknown command "primes ${name}".${advice}`);
}

/** The range by --from and --to, or a word for its end. */
function rangeOf(words: readonly string[], { from = '0', to }: Options, verb: string) {
  if (to !== undefined) noWords(words, `primes ${verb} with --to`);
  else if (words.length === 0)
    throw new UsageError(`primes ${verb} needs the end of the range: TO or --to N.`);
  const end = to ?? oneWord(words, `primes ${verb}`, 'TO');
  const first = wholeNumber(from, '--from', ANY_64_BIT);
  const last = wholeNumber(end, to === undefined ? 'TO' : '--to', ANY_64_BIT);
  if (first > last) {
    throw new UsageError(
      `--from must be from 0 to ${grouped(last)}, the range's end, not "${from}".`,
    );
  }
  return { from: String(first), to: String(last) };
}

function threadsOf({ threads }: Options) {
  return threads === undefined ? {} : { threads };
}

async function count(
  client: RpcClient,
  words: readonly string[],
  options: Options,
): Promise<Found> {
  const range = rangeOf(words, options, 'count');
  const groups = options.groups ?? false;
  const found = await client.call('primes.count', { ...range, ...threadsOf(options), groups });
  const sentence = `${plural(found.count, 'prime')} ${between(range)}`;
  if (!found.groups) return { text: sentence, result: found.count };
  const rows = found.groups.map((many, group) => [String(group), grouped(many)]);
  return {
    text: `${sentence}\n\n${table(['GROUP', 'PRIMES'], rows, new Set([0, 1]))}`,
    result: found,
  };
}

async function twins(
  client: RpcClient,
  words: readonly string[],
  options: Options,
): Promise<Found> {
  const range = rangeOf(words, options, 'twins');
  const found = await client.call('primes.twins', { ...range, ...threadsOf(options) });
  const text = `${plural(found.count, 'pair')} of twin primes ${between(range)}`;
  return { text, result: found.count };
}

async function nth(client: RpcClient, words: readonly string[], options: Options): Promise<Found> {
  const word = oneWord(words, 'primes nth', 'N');
  const n = wholeNumber(word, 'N', { min: 1n, max: NUMBER_LIMITS.nth });
  const { prime } = await client.call('primes.nth', { n: String(n), ...threadsOf(options) });
  return { text: `Prime number ${grouped(n)} is ${grouped(prime)}`, result: prime };
}

async function list(client: RpcClient, words: readonly string[], options: Options): Promise<Found> {
  const range = rangeOf(words, options, 'list');
  const groups = options.groups ?? false;
  const found = await client.call('primes.list', { ...range, groups });
  const text = [
    ...(found.primes.length > 0 ? [listing(found), ''] : []),
    `${plural(String(found.primes.length), 'prime')} ${between(range)}`,
    ...remarks(range),
  ];
  return { text: text.join('\n'), result: found.groups ? found : found.primes };
}

function listing({ primes: found, groups }: PrimesListResult): string {
  const rows = found.map((prime, i) => [grouped(prime), ...(groups ? [String(groups[i])] : [])]);
  return table(['PRIME', ...(groups ? ['GROUP'] : [])], rows, new Set([0, 1]));
}

interface Ends {
  readonly from: string;
  readonly to: string;
}

function between({ from, to }: Ends): string {
  return `from ${grouped(from)} to ${grouped(to)}`;
}

function plural(many: string, what: string): string {
  return `${grouped(many)} ${what}${many === '1' ? '' : 's'}`;
}

/** Where the reader may expect a prime that is none. */
function remarks({ from, to }: Ends): string[] {
  const expects = BigInt(from) <= 144_001n && 144_001n <= BigInt(to);
  return expects ? ['144,001 is not among them: it is 11 · 13 · 19 · 53.'] : [];
}
