const PATTERN =
  /^([+-]?)(?:0x([0-9a-f]*)(?:\.([0-9a-f]*))?(?:p([+-]?\d+))?|(inf|infinity)|(nan))$/i;
/** No double needs more characters, leading and trailing zeros aside. */
const LONGEST = 100;

/**
 * The double nearest to a number in C's hexadecimal floating point (ties to even), as '-0x1.8p+1', or to inf, infinity
 * and nan in any case; undefined for anything else, and for texts of more than 100 characters.
 */
export function parseHexFloat(text: string): number | undefined {
  const match = text.length <= LONGEST ? PATTERN.exec(text) : null;
  if (!match) return undefined;
  const [, sign, whole, fraction = '', power = '0', infinite] = match;
  if (whole === undefined) return infinite ? signed(sign, Infinity) : NaN;
  const digits = whole + fraction;
  if (digits === '') return undefined;
  const exponent = Number(power) - 4 * fraction.length;
  const mantissa = Number(`0x${digits}`);
  if (mantissa <= Number.MAX_SAFE_INTEGER) return signed(sign, scaled(mantissa, exponent));
  return signed(sign, rounded(BigInt(`0x${digits}`), exponent));
}

/** As C's %a writes it: '0x1.921fb54442d18p+1', '-0x0p+0', '0x0.0000000000001p-1022', 'inf', 'nan'. */
export function formatHexFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  VIEW.setFloat64(0, value);
  const high = VIEW.getUint32(0);
  const sign = high >>> 31 ? '-' : '';
  const biased = (high >>> 20) & 0x7ff;
  if (biased === 0x7ff) return `${sign}inf`;
  if (value === 0) return `${sign}0x0p+0`;
  const top = (high & 0xfffff).toString(16).padStart(5, '0');
  const rest = VIEW.getUint32(4).toString(16).padStart(8, '0');
  const fraction = (top + rest).replace(/0+$/, '');
  const exponent = biased === 0 ? -1022 : biased - 1023;
  const point = fraction === '' ? '' : '.';
  return `${sign}0x${biased === 0 ? 0 : 1}${point}${fraction}p${exponent < 0 ? '' : '+'}${exponent}`;
}

const VIEW = new DataView(new ArrayBuffer(8));
const LEAST_NORMAL_EXPONENT = -1022;
const PRECISION = 53;

function signed(sign: string | undefined, magnitude: number): number {
  return sign === '-' ? -magnitude : magnitude;
}

/** mantissa 2^exponent rounded once, for whole 0 <= mantissa < 2^53. */
function scaled(mantissa: number, exponent: number): number {
  if (mantissa === 0) return 0;
  if (exponent >= LEAST_NORMAL_EXPONENT) return mantissa * 2 ** exponent;
  // 2^exponent may underflow; the first product is exact.
  return mantissa * 2 ** LEAST_NORMAL_EXPONENT * 2 ** (exponent - LEAST_NORMAL_EXPONENT);
}

/** mantissa 2^exponent rounded once, for larger mantissas. */
function rounded(mantissa: bigint, exponent: number): number {
  const bits = mantissa.toString(2).length;
  const missing = Math.max(0, LEAST_NORMAL_EXPONENT - (exponent + bits - 1)); // of a subnormal's digits
  if (missing > PRECISION) return 0;
  const drop = bits - (PRECISION - missing);
  const kept = mantissa >> BigInt(drop);
  const twice = (mantissa - (kept << BigInt(drop))) * 2n;
  const unit = 1n << BigInt(drop);
  const up = twice > unit || (twice === unit && kept % 2n === 1n);
  return scaled(Number(kept) + (up ? 1 : 0), exponent + drop);
}
