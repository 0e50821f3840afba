import { NUMBER_LIMITS } from '../../shared/contract/numbers.ts';
import { UsageError } from '../host/shell/command-line.ts';
import { grouped } from '../host/grouped.ts';

interface Range {
  readonly min: bigint;
  readonly max: bigint;
}

export const ANY_64_BIT: Range = { min: 0n, max: NUMBER_LIMITS.most };
export const FROM_ONE: Range = { min: 1n, max: NUMBER_LIMITS.most };

/**
 * A whole number exactly as written: '144000', '144,000', '1e11', '1.5e3' (1500). Throws UsageError that names the
 * argument, the value and the range.
 */
export function wholeNumber(text: string, called: string, { min, max }: Range): bigint {
  const value = exactly(text);
  if (value !== undefined && value >= min && value <= max) return value;
  throw new UsageError(
    `${called} must be a whole number from ${grouped(min)} to ${grouped(max)}, as 144000 or 1e11, not "${text}".`,
  );
}

/** Undefined: not a whole number, or one of more than `MOST_DIGITS` digits. */
function exactly(text: string): bigint | undefined {
  const plain = /^\d{1,3}(,\d{3})+$/.test(text) ? text.replaceAll(',', '') : text;
  const match = /^(\d+)(?:\.(\d*))?(?:e\+?(\d{1,4}))?$/i.exec(plain);
  if (!match) return undefined;
  const [, whole = '', fraction = '', power = '0'] = match;
  const digits = (whole + fraction).replace(/^0+/, '');
  const zeros = Number(power) - fraction.length;
  if (digits === '') return 0n;
  if (digits.length + zeros > MOST_DIGITS) return undefined;
  if (zeros >= 0) return BigInt(digits + '0'.repeat(zeros));
  return /^0+$/.test(digits.slice(zeros)) ? BigInt(digits.slice(0, zeros)) : undefined;
}

const MOST_DIGITS = 40;
