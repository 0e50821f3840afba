import { EXPRESSION_TARGETS, FIELDS } from './expression-fields.ts';
import type { Field } from './expression-fields.ts';
import { plainWord } from './plain-word.ts';

/** What could stand at the caret. */
export interface Completion {
  readonly text: string;
  readonly help: string;
}

export interface Completions {
  /** The part of the text that a completion replaces. */
  readonly from: number;
  readonly to: number;
  readonly options: readonly Completion[];
}

const MOST = 8;

/** Completes the word before the caret: fields, or after a comparison with a field of words, its words. */
export function completionsAt(source: string, caret: number): Completions {
  const before = source.slice(0, caret);
  const word = /[\p{L}_][\p{L}\p{N}_-]*$/u.exec(before)?.[0] ?? '';
  const from = caret - word.length;
  const compared = /([\p{L}_][\p{L}\p{N}_]*)\s*(?:[=!]=|in\s*\[[^\]]*)\s*$/u.exec(
    source.slice(0, from),
  );
  const choices = compared ? wordsOf(compared[1] ?? '') : fieldChoices(source);
  const wanted = plainWord(word);
  const options = choices
    .filter(({ text }) => plainWord(text).startsWith(wanted) && plainWord(text) !== wanted)
    .slice(0, MOST);
  return { from, to: caret, options };
}

/** Puts a completion in; the caret goes behind it. */
export function complete(
  source: string,
  { from, to }: Completions,
  text: string,
): { readonly source: string; readonly caret: number } {
  return { source: source.slice(0, from) + text + source.slice(to), caret: from + text.length };
}

function wordsOf(name: string): readonly Completion[] {
  for (const target of EXPRESSION_TARGETS) {
    const field = FIELDS[target].find((each) => plainWord(each.name) === plainWord(name));
    if (field && typeof field.type === 'object') {
      // A hyphen would be a minus.
      return field.type.map((word) => ({ text: word.replace('-', '_'), help: field.name }));
    }
  }
  return [];
}

/** Fields of the target that the text already speaks of, of both where it is open. */
function fieldChoices(source: string): readonly Completion[] {
  const named = new Set((source.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []).map(plainWord));
  const only = EXPRESSION_TARGETS.filter((target) =>
    FIELDS[target].some((field) => named.has(plainWord(field.name)) && !isShared(field)),
  );
  const targets = only.length === 1 ? only : EXPRESSION_TARGETS;
  const fields = targets.flatMap((target) => FIELDS[target].map((field) => ({ field, target })));
  const seen = new Set<string>();
  return fields
    .filter(({ field }) => !seen.has(field.name) && seen.add(field.name))
    .map(({ field, target }) => ({
      text: field.name,
      help: isShared(field) ? field.help : `${target}: ${field.help}`,
    }));
}

function isShared(field: Field): boolean {
  return EXPRESSION_TARGETS.every((target) =>
    FIELDS[target].some(({ name }) => name === field.name),
  );
}
