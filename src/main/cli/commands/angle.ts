import {
  DOUBLING_SETS,
  type AngleParams,
  type AngleResult,
} from '../../../shared/contract/numbers.ts';
import { optionHelp, readCommandLine, UsageError } from '../../host/shell/command-line.ts';
import { COMMON } from '../common-options.ts';
import { table } from '../format.ts';
import { noWords, withSession, type Command } from '../session.ts';
import { ANY_64_BIT, FROM_ONE, wholeNumber } from '../whole-number.ts';
import { grouped } from '../../host/grouped.ts';

const OPTIONS = {
  p: { kind: 'text', placeholder: 'prime', help: 'the prime, at least 1' },
  k: { kind: 'text', placeholder: 'index', help: 'its index: the first prime, 2, has 1' },
  n: { kind: 'text', placeholder: 'dimension', help: 'dimension, at least 1 (default 1)' },
  lambda: { kind: 'text', placeholder: 'metres', help: 'wavelength above 0 (default 0.343)' },
  doubling: {
    kind: 'choice',
    choices: DOUBLING_SETS,
    help: 'whose omega is doubled: 143999 and 144001 (default), or the true twins next to 144000',
  },
  ...COMMON,
} as const;

const DEFAULT_WAVELENGTH = '0.343';

/** `crystalline angle`: where a prime stands on the lattice. */
export const angle: Command = {
  name: 'angle',
  summary: 'say where a prime stands on the lattice: its angle and place on the clock',
  help: `The angular position of a prime, theta(p, k, n, lambda), with its five terms.

Usage: crystalline angle --p PRIME --k INDEX [options]

${optionHelp(OPTIONS)}

The result of --json is the contract's AngleResult: terms, theta, clockHour, clockMinute, group, plimptonRow, distance
(a text of decimal digits) and nearBoundary.
`,
  async run(args, context) {
    const { options, words } = readCommandLine(args, OPTIONS);
    noWords(words, 'angle');
    const { doubling } = options;
    const params: AngleParams = {
      p: String(wholeNumber(needed(options.p, '--p'), '--p', FROM_ONE)),
      k: String(wholeNumber(needed(options.k, '--k'), '--k', ANY_64_BIT)),
      n: String(wholeNumber(options.n ?? '1', '--n', FROM_ONE)),
      lambda: wavelength(options.lambda ?? DEFAULT_WAVELENGTH),
      ...(doubling !== undefined && { doubling }),
    };
    return withSession(context, undefined, async (client) => {
      const result = await client.call('numbers.angle', params);
      if (!options.json) context.terminal.print(angleText(params, result));
      return { code: 0, json: { result } };
    });
  },
};

function needed(value: string | undefined, option: string): string {
  if (value === undefined)
    throw new UsageError(`angle needs ${option}: see crystalline help angle.`);
  return value;
}

function wavelength(text: string): number {
  const metres = /^[\d.]/.test(text) ? Number(text) : NaN;
  if (metres > 0 && metres < Infinity) return metres;
  throw new UsageError(
    `--lambda must be a number of metres above 0 and at most ${Number.MAX_VALUE}, not "${text}".`,
  );
}

export function angleText(params: AngleParams, result: AngleResult): string {
  const { terms, theta, clockHour, clockMinute, group, plimptonRow, distance } = result;
  const { spiral, index, phonetic, omega, psi } = terms;
  const names = ['spiral', 'index', 'phonetic', 'omega', 'psi', 'theta'];
  const radians = pointed([spiral, index, phonetic, omega, psi, theta]);
  const formulas = [
    '2 pi frac(k phi)',
    '(n - 1) 2 pi / (12 ln 3)',
    'log3(343 / lambda)',
    omegaRemark(params),
    `2 pi (p mod c) / c, row ${plimptonRow + 1} of Plimpton 322`,
    'their sum, normalised to [0, 2 pi)',
  ];
  const rows = names.map((name, i) => [name, radians[i] ?? '', formulas[i] ?? '']);
  // Cut, not rounded: 59.999 minutes are not 60.
  const minute = (Math.floor(clockMinute * 1000) / 1000).toFixed(3).padStart(6, '0');
  const near = result.nearBoundary ? 'near: at most 100 away' : 'not near';
  return [
    `p = ${grouped(params.p)}, k = ${grouped(params.k)}, n = ${grouped(params.n)}, lambda = ${params.lambda} m`,
    '',
    table(['TERM', 'RADIANS', ''], rows, new Set()),
    '',
    `clock     ${clockHour === 0 ? 12 : clockHour}:${minute}`,
    `group     ${group} (p mod 12)`,
    `boundary  ${grouped(distance)} from 144,000 (${near})`,
  ].join('\n');
}

function omegaRemark({ p, doubling }: AngleParams): string {
  const term = '(3 / 144,000) / (1 + |p - 144,000| / 144,000)';
  if (doubling === 'true-twins') return `${term}, doubled for the true twins`;
  return p === '144001'
    ? `${term}, doubled as if 144,001 = 11 · 13 · 19 · 53 were prime`
    : `${term}, doubled for 143,999 and 144,001`;
}

/** Every digit that tells the value from its neighbours, with the points in one column. */
function pointed(values: readonly number[]): string[] {
  const texts = values.map(String);
  const place = (text: string) => text.search(/\.|$/);
  const column = Math.max(...texts.map(place));
  return texts.map((text) => ' '.repeat(column - place(text)) + text);
}
