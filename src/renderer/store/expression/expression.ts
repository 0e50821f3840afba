import { ExpressionError } from './expression-error.ts';
import { EXPRESSION_TARGETS, FIELDS } from './expression-fields.ts';
import type { ExpressionTarget, Field } from './expression-fields.ts';
import { compilePart } from './expression-compile.ts';
import { parseExpression } from './expression-syntax.ts';
import type { Part } from './expression-syntax.ts';
import { plainWord } from './plain-word.ts';
import type { FieldTable } from './expression-compile.ts';

/** A sound expression. */
export interface Expression {
  readonly source: string;
  /** What it speaks of. */
  readonly target: ExpressionTarget;
  /** Whether its answer can change for the same row from frame to frame. */
  readonly volatile: boolean;
  /** Turns it into a test of one row; missing readers throw. */
  readonly bind: (table: FieldTable) => (key: number) => boolean;
}

/** Reads an expression such as `level == 2 && state == WAITING`. Throws ExpressionError that points at the column. */
export function readExpression(source: string): Expression {
  if (source.trim() === '') throw new ExpressionError('Write a condition, as level == 2.', 1);
  const part = parseExpression(source);
  const target = targetOf(part);
  const compiled = compilePart(part, FIELDS[target]);
  if (compiled.type !== 'truth') {
    throw new ExpressionError(
      'This is a value, not a condition: compare it, as with > 0.',
      part.column,
      part.length,
    );
  }
  const names = namesIn(part).map(({ name }) => name);
  return {
    source,
    target,
    volatile: target === 'spheres' && names.some((name) => !STEADY.has(name)),
    bind: (table) => compiled.bind(table) as (key: number) => boolean,
  };
}

/** Fields of a sphere that stay while its tree does. */
const STEADY = new Set(['id', 'level', 'leaf', 'group', 'parent']);

interface Name {
  readonly name: string;
  readonly column: number;
  readonly length: number;
}

/** What the names speak of: the only target that has all the fields; spheres, where both have. Names of no field are left to the compiler. */
function targetOf(part: Part): ExpressionTarget {
  const names = namesIn(part).filter(({ name }) =>
    EXPRESSION_TARGETS.some((target) => fieldOf(target, name)),
  );
  const target = EXPRESSION_TARGETS.find((candidate) =>
    names.every(({ name }) => fieldOf(candidate, name)),
  );
  if (target) return target;
  const ofSphere = names.find(({ name }) => !fieldOf('events', name));
  const ofEvent = names.find(({ name }) => !fieldOf('spheres', name));
  throw new ExpressionError(
    `${ofSphere?.name ?? ''} is of spheres, ${ofEvent?.name ?? ''} of events: ask for one of them.`,
    ofEvent?.column ?? 1,
    ofEvent?.length ?? 1,
  );
}

/** The field of that name, whatever its case. */
export function fieldOf(target: ExpressionTarget, name: string): Field | undefined {
  const wanted = plainWord(name);
  return FIELDS[target].find((field) => plainWord(field.name) === wanted);
}

function namesIn(part: Part): readonly Name[] {
  switch (part.kind) {
    case 'name':
      return [part];
    case 'number':
    case 'text':
      return [];
    case 'not':
    case 'minus':
      return namesIn(part.of);
    case 'binary':
      return [...namesIn(part.left), ...namesIn(part.right)];
    case 'among':
      return [...namesIn(part.of), ...part.values.flatMap(namesIn)];
    case 'within':
      return [part.of, part.from, part.to].flatMap(namesIn);
  }
}
