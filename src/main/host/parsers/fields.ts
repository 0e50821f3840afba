import { z } from 'zod';
import { CallError } from '../../../shared/rpc/call-error.ts';
import { LIMITS } from '../../../shared/contract/limits.ts';
import { isRunId } from '../runs/run-id.ts';

interface Range {
  readonly min: number;
  readonly max: number;
}

/** Says what was expected and what came: `must be a whole number from 1 to 256, not 0`. */
export function expected(words: string) {
  return {
    error: (issue: { readonly input: unknown }) => `must be ${words}, not ${show(issue.input)}`,
  };
}

export function wholeNumber({ min, max }: Range) {
  const rule = expected(`a whole number from ${min} to ${max}`);
  return z.number(rule).int(rule).min(min, rule).max(max, rule);
}

export function realNumber({ min, max }: Range) {
  const rule = expected(`a number from ${min} to ${max}`);
  return z.number(rule).min(min, rule).max(max, rule);
}

/** A text of at most `max` UTF-16 units without control characters. */
export function shortText(max: number, min = 0) {
  const rule = expected(
    `a text of ${min ? `${min} to` : 'at most'} ${max} characters without control characters`,
  );
  return z
    .string(rule)
    .min(min, rule)
    .max(max, rule)
    .regex(/^\P{Cc}*$/u, rule);
}

/** Any text of at most `max` UTF-16 units. */
export function longText(max: number) {
  const rule = expected(`a text of at most ${max} characters`);
  return z.string(rule).max(max, rule);
}

export function oneOf<const T extends readonly [string, ...string[]]>(values: T) {
  return z.enum(values, expected(`one of ${values.join(', ')}`));
}

export const flag = z.boolean(expected('true or false'));

const runIdRule = expected('the id of a run, as run.list gives it');
export const runIdField = z.string(runIdRule).refine(isRunId, runIdRule);

export const nameField = shortText(LIMITS.nameLength, 1);

/** The client's own name for what it may watch and cancel. */
export const ownNameField = shortText(80, 1);

/** For commands without parameters. */
export const nothing = z.null(expected('null'));

/** Makes a command's parser of its schema: the error names each wrong field, its value and what is allowed. */
export function parserOf<T>(schema: z.ZodType<T>): (input: unknown) => T {
  return (input) => {
    const parsed = schema.safeParse(input);
    if (parsed.success) return parsed.data;
    throw new CallError('invalid-params', explain(parsed.error));
  };
}

/** The first few issues as sentences. */
export function explain(error: z.ZodError): string {
  const shown = error.issues.slice(0, 3).map((issue) => {
    const field = issue.path.length > 0 ? issue.path.join('.') : 'params';
    return `${field} ${issue.message}`;
  });
  const more = error.issues.length - shown.length;
  return `${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`;
}

function show(value: unknown): string {
  if (value === undefined) return 'absent';
  if (typeof value === 'number') return String(value); // JSON would call NaN null
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
