import { parseArgs } from 'node:util';
import { nearest } from './nearest.ts';
import { grouped } from '../grouped.ts';

/** A command line that cannot be understood: the message names the option, the value and what is allowed. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

interface Described {
  /** One line of help. */
  readonly help: string;
}

/** One option of a command. Numbers are checked against their range, choices against their list. */
export type OptionSpec =
  | ({ readonly kind: 'flag' } & Described)
  | ({ readonly kind: 'text'; readonly placeholder: string } & Described)
  | ({ readonly kind: 'choice'; readonly choices: readonly string[] } & Described)
  | ({
      readonly kind: 'integer' | 'number';
      readonly min: number;
      readonly max: number;
    } & Described);

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

type Value<S extends OptionSpec> = S extends { kind: 'flag' }
  ? true
  : S extends { kind: 'choice'; choices: readonly (infer C)[] }
    ? C
    : S extends { kind: 'integer' | 'number' }
      ? number
      : string;

export interface CommandLine<T extends OptionSpecs> {
  /** What was given; absent where nothing was. */
  readonly options: { readonly [K in keyof T]?: Value<T[K]> };
  readonly words: readonly string[];
}

/**
 * Reads `args` by `specs`: `--name value`, `--name=value`, `--` ends the options, -3 is a word; given twice, the last holds.
 * Throws UsageError.
 */
export function readCommandLine<T extends OptionSpecs>(
  args: readonly string[],
  specs: T,
): CommandLine<T> {
  const options = Object.fromEntries(
    Object.entries(specs).map(([name, { kind }]) => [
      name,
      { type: kind === 'flag' ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  // Not strict, because the strictness is ours: its errors could not name what is allowed.
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  const values: Record<string, true | string | number> = {};
  const words: string[] = [];
  const negatives = new Set<number>();
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    const given = args[token.index] ?? '';
    if (NEGATIVE.test(given)) {
      // parseArgs takes -12 for the options -1 and -2.
      if (!negatives.has(token.index)) words.push(given);
      negatives.add(token.index);
      continue;
    }
    const spec = Object.hasOwn(specs, token.name) ? specs[token.name] : undefined;
    if (!spec) throw unknownOption(token.rawName, Object.keys(specs));
    values[token.name] = valueOf(token, spec);
  }
  return { options: values as CommandLine<T>['options'], words };
}

const NEGATIVE = /^-[\d.]/;

interface OptionToken {
  readonly name: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function valueOf(
  { name, value, inlineValue }: OptionToken,
  spec: OptionSpec,
): true | string | number {
  if (spec.kind === 'flag') {
    if (value !== undefined)
      throw new UsageError(`--${name} takes no value, but was given "${value}".`);
    return true;
  }
  const negative = NEGATIVE.test(value ?? '');
  const looksLikeOption = !inlineValue && value !== undefined && /^-./.test(value) && !negative;
  if (value === undefined || value === '' || looksLikeOption) {
    throw new UsageError(`--${name} needs a value: ${allowed(spec)}.`);
  }
  if (spec.kind === 'text') return value;
  if (spec.kind === 'choice') {
    if (spec.choices.includes(value)) return value;
    throw new UsageError(
      `--${name} must be ${allowed(spec)}, not "${value}".${didYouMean(nearest(value, spec.choices))}`,
    );
  }
  const number = Number(value);
  const whole = spec.kind === 'number' || Number.isSafeInteger(number);
  const inRange = number >= spec.min && number <= spec.max;
  if (value.trim() === '' || !whole || !inRange) {
    throw new UsageError(`--${name} must be ${allowed(spec)}, not "${value}".`);
  }
  return number;
}

/** The values an option takes, in words. */
export function allowed(spec: OptionSpec): string {
  switch (spec.kind) {
    case 'flag':
      return 'no value';
    case 'text':
      return spec.placeholder;
    case 'choice':
      return spec.choices.join(' or ');
    case 'integer':
    case 'number': {
      const range = `from ${figure(spec.min)} to ${figure(spec.max)}`;
      return `${spec.kind === 'integer' ? 'a whole number' : 'a number'} ${range}`;
    }
  }
}

function figure(value: number): string {
  return grouped(value);
}

function unknownOption(rawName: string, names: readonly string[]): UsageError {
  const like = nearest(rawName.replace(/^-+/, ''), names);
  return new UsageError(`Unknown option ${rawName}.${didYouMean(like && `--${like}`)}`);
}

/** ' Did you mean x?', or nothing. */
export function didYouMean(candidate: string | undefined): string {
  return candidate === undefined ? '' : ` Did you mean ${candidate}?`;
}

/** The options as lines of help, names in one column. */
export function optionHelp(specs: OptionSpecs): string {
  const rows = Object.entries(specs).map(([name, spec]) => [
    `--${name}${argument(spec)}`,
    spec.help,
  ]);
  const width = Math.max(...rows.map(([left]) => left?.length ?? 0));
  return rows.map(([left, help]) => `  ${left?.padEnd(width)}  ${help}`).join('\n');
}

/** Of more choices a command's help tells elsewhere. */
const MOST_SHOWN = 6;

function argument(spec: OptionSpec): string {
  switch (spec.kind) {
    case 'flag':
      return '';
    case 'choice':
      return spec.choices.length <= MOST_SHOWN ? ` ${spec.choices.join('|')}` : ' NAME';
    case 'text':
      return ` ${spec.placeholder.toUpperCase()}`;
    case 'integer':
    case 'number':
      return ' N';
  }
}
