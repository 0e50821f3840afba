import { ExpressionError } from './expression-error.ts';

export interface Token {
  readonly kind: 'number' | 'word' | 'text' | 'sign' | 'end';
  /** As written; a text without its quotes. */
  readonly text: string;
  /** Column of its first character, from 1. */
  readonly column: number;
  /** Characters it takes. */
  readonly length: number;
}

/** Longest expression read. */
export const LONGEST_EXPRESSION = 1_000;

const NUMBER = /\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?/iy;
const WORD = /[\p{L}_][\p{L}\p{N}_]*/uy;
const SIGNS = ['&&', '||', '==', '!=', '<=', '>=', '..', ...'!<>+-*/%()[],'] as const;
/** What people write from other languages, and what it is here. */
const MEANT: Readonly<Record<string, string>> = { '=': '==', '&': '&&', '|': '||' };

/** Cuts an expression into tokens; the last one is `end`. Throws ExpressionError. */
export function tokensOf(source: string): readonly Token[] {
  if (source.length > LONGEST_EXPRESSION) {
    const most = LONGEST_EXPRESSION.toLocaleString('en');
    throw new ExpressionError(`An expression has at most ${most} characters.`, LONGEST_EXPRESSION);
  }
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    while (/\s/.test(source[at] ?? '')) at += 1;
    if (at >= source.length) break;
    const token = tokenAt(source, at);
    tokens.push(token);
    at += token.length;
  }
  tokens.push({ kind: 'end', text: '', column: source.length + 1, length: 1 });
  return tokens;
}

function tokenAt(source: string, at: number): Token {
  const column = at + 1;
  for (const [kind, pattern] of [['number', NUMBER] as const, ['word', WORD] as const]) {
    pattern.lastIndex = at;
    const text = pattern.exec(source)?.[0];
    if (text !== undefined) return { kind, text, column, length: text.length };
  }
  const first = source[at] ?? '';
  if (first === '"' || first === "'") return quoted(source, at, first);
  const sign = SIGNS.find((candidate) => source.startsWith(candidate, at));
  if (sign) return { kind: 'sign', text: sign, column, length: sign.length };
  const meant = MEANT[first];
  if (meant) throw new ExpressionError(`Write ${meant} instead of ${first}.`, column);
  const character = String.fromCodePoint(source.codePointAt(at) ?? 0);
  throw new ExpressionError(`“${character}” has no meaning here.`, column, character.length);
}

function quoted(source: string, at: number, quote: string): Token {
  const end = source.indexOf(quote, at + 1);
  if (end < 0) {
    throw new ExpressionError(`The closing ${quote} is missing.`, at + 1, source.length - at);
  }
  return {
    kind: 'text',
    text: source.slice(at + 1, end),
    column: at + 1,
    length: end + 1 - at,
  };
}
