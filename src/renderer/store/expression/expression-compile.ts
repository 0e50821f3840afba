import { ExpressionError, nearestWord } from './expression-error.ts';
import type { Field, ValueType } from './expression-fields.ts';
import type { BinarySign, Part } from './expression-syntax.ts';
import { plainWord } from './plain-word.ts';

export type FieldValue = number | boolean | string;

/**
 * Reads a field of the row that a key (a sphere's id, an event's n) names.
 * A number that is not known is NaN: it fulfils no comparison but !=.
 */
export type FieldReader = (key: number) => FieldValue;

/** How the rows of one target are read: a reader for each field. */
export type FieldTable = Readonly<Record<string, FieldReader>>;

/** A checked part: the type of its value, and how it is found. */
export interface Compiled {
  readonly type: ValueType;
  readonly bind: (table: FieldTable) => FieldReader;
}

/** Checks the types of a part against the fields and makes it runnable. Throws ExpressionError. */
export function compilePart(part: Part, fields: readonly Field[], words?: ValueType): Compiled {
  const of = (inner: Part, wanted?: ValueType): Compiled => compilePart(inner, fields, wanted);
  const numeric = (inner: Part): Compiled => must(of(inner), 'number', inner);
  const truth = (inner: Part): Compiled => must(of(inner), 'truth', inner);
  switch (part.kind) {
    case 'number':
      return constant('number', part.value);
    case 'text':
      return typeof words === 'object'
        ? constant(words, wordOf(part.value, words, part))
        : constant('text', part.value);
    case 'name':
      return named(part, fields, words);
    case 'not':
      return mapped('truth', truth(part.of), (value) => !value);
    case 'minus':
      return mapped('number', numeric(part.of), (value) => -Number(value));
    case 'binary':
      if (part.sign === '&&' || part.sign === '||') {
        return joined(part.sign, truth(part.left), truth(part.right));
      }
      if (part.sign in ARITHMETIC) {
        return combined('number', numeric(part.left), numeric(part.right), ARITHMETIC[part.sign]);
      }
      return comparison(part, of);
    case 'within':
      return within(numeric(part.of), numeric(part.from), numeric(part.to));
    case 'among':
      return among(part, of);
  }
}

type Operation = (a: FieldValue, b: FieldValue) => FieldValue;

const ARITHMETIC: Readonly<Record<string, Operation>> = {
  '+': (a, b) => Number(a) + Number(b),
  '-': (a, b) => Number(a) - Number(b),
  '*': (a, b) => Number(a) * Number(b),
  '/': (a, b) => Number(a) / Number(b),
  '%': (a, b) => Number(a) % Number(b),
};

const COMPARISON: Readonly<Record<string, Operation>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

type Of = (inner: Part, wanted?: ValueType) => Compiled;

function comparison(part: Part & { kind: 'binary'; sign: BinarySign }, of: Of): Compiled {
  // The side that is a field tells which words the other may be.
  const probe = wordsOfSide(part.left, of) ?? wordsOfSide(part.right, of);
  const [left, right] = [of(part.left, probe), of(part.right, probe)];
  if (describe(left.type) !== describe(right.type)) {
    throw new ExpressionError(
      `${describe(left.type)} and ${describe(right.type)} cannot be compared.`,
      part.column,
      part.length,
    );
  }
  if (part.sign !== '==' && part.sign !== '!=' && left.type !== 'number') {
    throw new ExpressionError(
      `Only numbers have an order: use == or != with ${describe(left.type)}.`,
      part.column,
      part.length,
    );
  }
  return combined('truth', left, right, COMPARISON[part.sign]);
}

function wordsOfSide(side: Part, of: Of): ValueType | undefined {
  if (side.kind !== 'name') return undefined;
  try {
    const { type } = of(side);
    return typeof type === 'object' ? type : undefined;
  } catch {
    return undefined; // a word: its own side's turn comes when the other one is known
  }
}

function among(part: Part & { kind: 'among' }, of: Of): Compiled {
  const left = of(part.of);
  const values = part.values.map((value) => {
    const compiled = of(value, left.type);
    if (describe(compiled.type) === describe(left.type)) return compiled;
    throw new ExpressionError(
      `${describe(left.type)} was expected here.`,
      value.column,
      value.length,
    );
  });
  return {
    type: 'truth',
    bind: (table) => {
      const read = left.bind(table);
      const readers = values.map((value) => value.bind(table));
      return (key) => {
        const value = read(key);
        return readers.some((reader) => reader(key) === value);
      };
    },
  };
}

function within(of: Compiled, from: Compiled, to: Compiled): Compiled {
  return {
    type: 'truth',
    bind: (table) => {
      const [read, low, high] = [of.bind(table), from.bind(table), to.bind(table)];
      return (key) => {
        const value = read(key);
        return value >= low(key) && value <= high(key);
      };
    },
  };
}

function named(
  part: Part & { kind: 'name' },
  fields: readonly Field[],
  words: ValueType | undefined,
): Compiled {
  const plain = plainWord(part.name);
  if (typeof words === 'object' && words.some((word) => plainWord(word) === plain)) {
    return constant(words, wordOf(part.name, words, part));
  }
  const field = fields.find(({ name }) => plainWord(name) === plain);
  if (field) {
    return {
      type: field.type,
      bind: (table) => {
        const read = table[field.name];
        if (!read) throw new Error(`no reader of ${field.name}`);
        return read;
      },
    };
  }
  if (plain === 'true' || plain === 'false') return constant('truth', plain === 'true');
  if (typeof words === 'object') return constant(words, wordOf(part.name, words, part));
  const near = nearestWord(
    part.name,
    fields.map(({ name }) => name),
  );
  const hint = near ? ` Did you mean ${near}?` : ' Words are compared, as state == waiting.';
  throw new ExpressionError(`${part.name} is no field.${hint}`, part.column, part.length);
}

function wordOf(word: string, words: readonly string[], part: Part): string {
  const found = words.find((candidate) => plainWord(candidate) === plainWord(word));
  if (found !== undefined) return found;
  const near = nearestWord(word, words);
  const hint = near ? ` Did you mean ${near}?` : ` It is one of ${words.join(', ')}.`;
  throw new ExpressionError(`${word} is not one of them.${hint}`, part.column, part.length);
}

function must(compiled: Compiled, type: 'number' | 'truth', part: Part): Compiled {
  if (compiled.type === type) return compiled;
  const wanted = type === 'number' ? 'A number' : 'A condition';
  throw new ExpressionError(
    `${wanted} was expected here, not ${describe(compiled.type).toLowerCase()}.`,
    part.column,
    part.length,
  );
}

/** In words, for messages; lists of words are told apart by their first. */
function describe(type: ValueType): string {
  if (typeof type === 'object') return `A word like ${type[0] ?? ''}`;
  return { number: 'A number', truth: 'A condition', text: 'A text' }[type];
}

function constant(type: ValueType, value: FieldValue): Compiled {
  return { type, bind: () => () => value };
}

function mapped(
  type: ValueType,
  of: Compiled,
  change: (value: FieldValue) => FieldValue,
): Compiled {
  return {
    type,
    bind: (table) => {
      const read = of.bind(table);
      return (key) => change(read(key));
    },
  };
}

function combined(
  type: ValueType,
  left: Compiled,
  right: Compiled,
  operation: Operation | undefined,
): Compiled {
  if (!operation) throw new Error('no such operation');
  return {
    type,
    bind: (table) => {
      const [a, b] = [left.bind(table), right.bind(table)];
      return (key) => operation(a(key), b(key));
    },
  };
}

function joined(sign: '&&' | '||', left: Compiled, right: Compiled): Compiled {
  return {
    type: 'truth',
    bind: (table) => {
      const [a, b] = [left.bind(table), right.bind(table)];
      return sign === '&&' ? (key) => a(key) && b(key) : (key) => a(key) || b(key);
    },
  };
}
