import { ExpressionError } from './expression-error.ts';
import { tokensOf } from './expression-tokens.ts';
import type { Token } from './expression-tokens.ts';

/** A part of an expression and where it stands. */
export type Part = {
  readonly column: number;
  readonly length: number;
} & (
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'not' | 'minus'; readonly of: Part }
  | {
      readonly kind: 'binary';
      readonly sign: BinarySign;
      readonly left: Part;
      readonly right: Part;
    }
  | { readonly kind: 'among'; readonly of: Part; readonly values: readonly Part[] }
  | { readonly kind: 'within'; readonly of: Part; readonly from: Part; readonly to: Part }
);

/** Binary signs from the loosest to the tightest. */
const LEVELS = [
  ['||'],
  ['&&'],
  ['==', '!=', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/', '%'],
] as const;
export type BinarySign = (typeof LEVELS)[number][number];
const COMPARING = 2;
const WORD_SIGNS: Readonly<Record<string, string>> = { and: '&&', or: '||', not: '!' };
const DEEPEST = 60;

/** Reads an expression's structure. Throws ExpressionError that points at the column. */
export function parseExpression(source: string): Part {
  const tokens = tokensOf(source);
  let at = 0;
  let depth = 0;
  const here = (): Token => tokens[at] ?? (tokens[tokens.length - 1] as Token);
  const sign = (): string => {
    const { kind, text } = here();
    if (kind === 'sign') return text;
    return kind === 'word' ? (WORD_SIGNS[text.toLowerCase()] ?? '') : '';
  };
  const take = (): Token => {
    const token = here();
    at += 1;
    return token;
  };
  const expect = (text: string, why: string): Token => {
    if (here().kind === 'sign' && here().text === text) return take();
    throw new ExpressionError(`${text} is missing ${why}.`, here().column, here().length);
  };
  const deeper = <T>(read: () => T): T => {
    depth += 1;
    if (depth > DEEPEST) throw new ExpressionError('This is nested too deeply.', here().column);
    const result = read();
    depth -= 1;
    return result;
  };

  const binary = (level: number): Part => {
    const signs: readonly string[] | undefined = LEVELS[level];
    if (!signs) return unary();
    let left = binary(level + 1);
    for (;;) {
      if (level === COMPARING && here().kind === 'word' && here().text.toLowerCase() === 'in') {
        left = membership(left);
        continue;
      }
      if (!signs.includes(sign())) return left;
      const name = sign() as BinarySign;
      take();
      left = spanning({ kind: 'binary', sign: name, left, right: binary(level + 1) });
      if (level === COMPARING && signs.includes(sign())) {
        throw new ExpressionError('Join two comparisons with &&.', here().column, here().length);
      }
    }
  };
  const membership = (of: Part): Part => {
    take();
    if (here().text !== '[' || here().kind !== 'sign') {
      const from = binary(COMPARING + 1);
      expect('..', 'between the ends of the range');
      const to = binary(COMPARING + 1);
      return between(of, to, { kind: 'within', of, from, to });
    }
    take();
    const values = [binary(COMPARING + 1)];
    while (here().kind === 'sign' && here().text === ',') {
      take();
      values.push(binary(COMPARING + 1));
    }
    const end = expect(']', 'at the end of the list');
    return between(of, end, { kind: 'among', of, values });
  };
  const unary = (): Part =>
    deeper(() => {
      if (sign() !== '!' && sign() !== '-') return primary();
      const token = take();
      const of = token.text === '-' ? unary() : notOperand();
      return between(token, of, { kind: token.text === '-' ? 'minus' : 'not', of });
    });
  // 'not' binds looser than a comparison when written as a word: not level == 2.
  const notOperand = (): Part =>
    tokens[at - 1]?.kind === 'word' ? deeper(() => binary(COMPARING)) : unary();
  const primary = (): Part => {
    const token = take();
    const { column, length, text } = token;
    switch (token.kind) {
      case 'number':
        return { kind: 'number', value: Number(text.replaceAll('_', '')), column, length };
      case 'text':
        return { kind: 'text', value: text, column, length };
      case 'word':
        if (sign() === '(') {
          throw new ExpressionError(`There is no function ${text}.`, column, length);
        }
        return { kind: 'name', name: text, column, length };
      case 'end':
        throw new ExpressionError('Something is missing at the end.', column);
      case 'sign':
        if (text !== '(') {
          throw new ExpressionError(`A value is missing before ${text}.`, column, length);
        }
        return inBrackets(token);
    }
  };
  const inBrackets = (open: Token): Part => {
    const inside = deeper(() => binary(0));
    const close = expect(')', `for the ( in column ${open.column}`);
    return between(open, close, inside);
  };

  const whole = binary(0);
  const rest = here();
  if (rest.kind !== 'end') {
    const hint = rest.kind === 'sign' ? '' : ' Join conditions with && or ||.';
    throw new ExpressionError(
      `“${rest.text}” was not expected here.${hint}`,
      rest.column,
      rest.length,
    );
  }
  return whole;
}

type Place = { readonly column: number; readonly length: number };
type Unplaced<P> = P extends Part ? Omit<P, 'column' | 'length'> : never;

function between(from: Place, to: Place, part: Unplaced<Part>): Part {
  const length = to.column + to.length - from.column;
  return { ...part, column: from.column, length } as Part;
}

function spanning(part: { left: Part; right: Part; kind: 'binary'; sign: BinarySign }): Part {
  return between(part.left, part.right, part);
}
