/** What kind of text a token is; the index is its colour. */
export const TOKEN_CLASSES = [
  'lower case',
  'capital',
  'digit',
  'blank',
  'punctuation',
  'mixed',
] as const;
export type TokenClass = (typeof TOKEN_CLASSES)[number];

const RULES: readonly (readonly [TokenClass, RegExp])[] = [
  ['blank', /^\s+$/u],
  ['digit', /^\s*\p{N}+$/u],
  ['lower case', /^\s*[\p{Ll}\p{Lo}\p{M}]+$/u],
  ['capital', /^\s*\p{Lu}[\p{L}\p{M}]*$/u],
  ['punctuation', /^\s*[\p{P}\p{S}]+$/u],
];

/** Class of a token's text; a word may begin with blanks, as tokens of a subword vocabulary do. */
export function tokenClass(text: string): number {
  const rule = RULES.find(([, pattern]) => pattern.test(text));
  return TOKEN_CLASSES.indexOf(rule ? rule[0] : 'mixed');
}
