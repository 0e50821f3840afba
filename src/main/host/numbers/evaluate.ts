import { formatHexFloat, parseHexFloat } from '../../../shared/contract/hex-float.ts';
import { TWO_ARGUMENT_FUNCTIONS, type EvaluateParams } from '../../../shared/contract/numbers.ts';
import type { NativeNumbers } from '../engine/numbers-types.ts';

/** The function at each input, as hexadecimal floats. The inputs have been checked. */
export async function evaluate(
  numbers: NativeNumbers,
  { function: name, inputs }: EvaluateParams,
): Promise<string[]> {
  const two = TWO_ARGUMENT_FUNCTIONS.some((known) => known === name);
  const x = new Float64Array(inputs.length);
  const y = new Float64Array(two ? inputs.length : 0);
  inputs.forEach((input, i) => {
    const comma = two ? input.indexOf(',') : input.length;
    x[i] = parseHexFloat(input.slice(0, comma)) ?? NaN;
    if (two) y[i] = parseHexFloat(input.slice(comma + 1)) ?? NaN;
  });
  const values = await numbers.evaluate(name, x, ...(two ? [y] : []));
  return Array.from(values, formatHexFloat);
}
