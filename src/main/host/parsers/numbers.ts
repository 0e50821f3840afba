import { z } from 'zod';
import { parseHexFloat } from '../../../shared/contract/hex-float.ts';
import { LIMITS } from '../../../shared/contract/limits.ts';
import {
  DOUBLING_SETS,
  FUNCTIONS,
  NUMBER_LIMITS,
  TWO_ARGUMENT_FUNCTIONS,
} from '../../../shared/contract/numbers.ts';
import { expected, flag, nothing, oneOf, parserOf, wholeNumber } from './fields.ts';
import type { Parsers } from '../../../shared/rpc/rpc-server.ts';
import { grouped } from '../grouped.ts';

/** A whole number of at most 64 bits in decimal digits. */
function decimal(min: bigint, max: bigint = NUMBER_LIMITS.most) {
  const rule = expected(`a whole number from ${min} to ${max} as a text of decimal digits`);
  const fits = (text: string) =>
    /^(0|[1-9]\d{0,19})$/.test(text) && BigInt(text) >= min && BigInt(text) <= max;
  return z.string(rule).refine(fits, { ...rule, abort: true }); // or the range would be compared
}

interface Ends {
  readonly from?: string;
  readonly to: string;
}

/** Refuses a range that is reversed or wider than `widest`. */
function sound(widest: bigint) {
  return ({ from = '0', to }: Ends, context: z.RefinementCtx) => {
    const width = BigInt(to) - BigInt(from);
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (width < 0n)
      refuse('from', `must be from 0 to ${grouped(to)}, the value of to, not ${grouped(from)}`);
    if (width <= widest) return;
    const last = grouped(BigInt(from) + widest);
    refuse('to', `must be at most ${last}, ${grouped(widest)} above from, not ${grouped(to)}`);
  };
}

const range = { from: z.exactOptional(decimal(0n)), to: decimal(0n) };
const threads = z.exactOptional(wholeNumber(LIMITS.threads));
const groups = z.exactOptional(flag);

const wavelengthRule = expected('a number of metres above 0');
const wavelength = z.number(wavelengthRule).gt(0, wavelengthRule);

const inputsRule = { error: `must be a list of at most ${NUMBER_LIMITS.inputs} texts` };
const evaluation = z
  .strictObject({
    function: oneOf(FUNCTIONS),
    inputs: z.array(z.string(inputsRule), inputsRule).max(NUMBER_LIMITS.inputs, inputsRule),
  })
  .superRefine(({ function: name, inputs }, context) => {
    const two = TWO_ARGUMENT_FUNCTIONS.some((known) => known === name);
    const wanted = two ? 'two hexadecimal floats with a comma between' : 'one hexadecimal float';
    const index = inputs.findIndex((input) => !isInput(input, two));
    const input = inputs[index];
    if (input === undefined) return;
    const { error } = expected(`${wanted}, as 0x1.8p+1`);
    context.addIssue({ code: 'custom', path: ['inputs', index], message: error({ input }) });
  });

function isInput(text: string, two: boolean): boolean {
  if (!two) return parseHexFloat(text) !== undefined;
  const parts = text.split(',');
  return parts.length === 2 && parts.every((part) => parseHexFloat(part) !== undefined);
}

export const numbersParsers = {
  'primes.count': parserOf(
    z.strictObject({ ...range, groups, threads }).superRefine(sound(NUMBER_LIMITS.countWidth)),
  ),
  'primes.twins': parserOf(
    z.strictObject({ ...range, threads }).superRefine(sound(NUMBER_LIMITS.countWidth)),
  ),
  'primes.nth': parserOf(z.strictObject({ n: decimal(1n, NUMBER_LIMITS.nth), threads })),
  'primes.list': parserOf(
    z.strictObject({ ...range, groups }).superRefine(sound(NUMBER_LIMITS.listWidth)),
  ),
  'numbers.factor': parserOf(z.strictObject({ n: decimal(1n) })),
  'numbers.angle': parserOf(
    z.strictObject({
      p: decimal(1n),
      k: decimal(0n),
      n: decimal(1n),
      lambda: wavelength,
      doubling: z.exactOptional(oneOf(DOUBLING_SETS)),
    }),
  ),
  'numbers.lattice': parserOf(
    z.strictObject({
      count: wholeNumber({ min: 1, max: NUMBER_LIMITS.latticePrimes }),
      doubling: z.exactOptional(oneOf(DOUBLING_SETS)),
    }),
  ),
  'numbers.constants': parserOf(nothing),
  'numbers.evaluate': parserOf(evaluation),
} satisfies Partial<Parsers>;
