import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExpressionError } from '../../../../../src/renderer/store/expression/expression-error.ts';
import {
  EVENT_FIELDS,
  SPHERE_FIELDS,
} from '../../../../../src/renderer/store/expression/expression-fields.ts';
import { readExpression } from '../../../../../src/renderer/store/expression/expression.ts';

/** Spheres of a small machine, as columns. */
const SPHERES: Record<string, (number | boolean | string)[]> = {
  id: [0, 1, 2, 3],
  level: [0, 1, 2, 2],
  leaf: [false, false, true, true],
  group: [NaN, 0, 3, 7],
  state: ['waiting', 'idle', 'waiting', 'processing'],
  loss: [NaN, NaN, 2.5, 1.25],
  load: [0, 0.5, 1, 0.25],
  worker: [NaN, 0, 1, 1],
};
const zero = (): number => 0;
const TABLE = Object.fromEntries(
  [...SPHERE_FIELDS, ...EVENT_FIELDS].map(({ name }) => {
    const column = SPHERES[name];
    return [name, column ? (key: number) => column[key] ?? NaN : zero];
  }),
);

const idsOf = (source: string): number[] => [0, 1, 2, 3].filter(readExpression(source).bind(TABLE));

function problem(source: string): { column: number; length: number; message: string } {
  try {
    readExpression(source);
  } catch (error) {
    if (error instanceof ExpressionError) {
      return { column: error.column, length: error.length, message: error.message };
    }
    throw error;
  }
  throw new Error(`${source} is sound`);
}

describe('an expression', () => {
  it.each([
    ['level == 2 && state == WAITING', [2]],
    ['level == 2 and state == "waiting"', [2]],
    ['leaf', [2, 3]],
    ['!leaf || worker == 1', [0, 1, 2, 3]],
    ['not level == 2', [0, 1]],
    ['!(level == 2)', [0, 1]],
    ['load > 0.2 && load <= 1/2', [1, 3]],
    ['load * 2 - 1 >= 0', [1, 2]],
    ['id % 2 == 1', [1, 3]],
    ['-id < -2', [3]],
    ['state in [waiting, IDLE]', [0, 1, 2]],
    ['id in 1..2', [1, 2]],
    ['1 + 2 * 3 == 7', [0, 1, 2, 3]],
    ['(1 + 2) * 3 == 7', []],
    ['idle == state', [1]],
    ['leaf == true', [2, 3]],
    ['1_000 > 9e2', [0, 1, 2, 3]],
  ])('%s', (source, ids) => expect(idsOf(source)).toEqual(ids));

  it('fulfils no comparison with a number that is not known', () => {
    expect(idsOf('loss < 100')).toEqual([2, 3]);
    expect(idsOf('loss >= 0 || loss < 0')).toEqual([2, 3]);
  });

  it('binds && tighter than ||', () => {
    expect(idsOf('id == 0 || id == 1 && level == 2')).toEqual([0]);
  });

  it('speaks of events when its fields are theirs, of spheres when both have them', () => {
    expect(readExpression('n > 5 && loss > 1').target).toBe('events');
    expect(readExpression('kind == REGION_ENTER').target).toBe('events');
    expect(readExpression('loss > 1').target).toBe('spheres');
  });

  it('knows whether its answer can change from frame to frame', () => {
    expect(readExpression('level == 2').volatile).toBe(false);
    expect(readExpression('state == idle').volatile).toBe(true);
  });
});

describe('a problem is told with its column', () => {
  it.each([
    ['', 1, 1, 'Write a condition'],
    ['level = 2', 7, 1, '=='],
    ['level == 2 & leaf', 12, 1, '&&'],
    ['levle == 2', 1, 5, 'Did you mean level?'],
    ['state == wating', 10, 6, 'Did you mean waiting?'],
    ['state == 7', 1, 10, 'cannot be compared'],
    ['state < waiting', 1, 15, 'order'],
    ['level ==', 9, 1, 'missing at the end'],
    ['(level == 2', 12, 1, ') is missing'],
    ['level == 2 leaf', 12, 4, '&&'],
    ['level', 1, 5, 'not a condition'],
    ['level && leaf', 1, 5, 'A condition was expected'],
    ['state == waiting && n == 3', 21, 1, 'is of spheres'],
    ['abs(level) > 1', 1, 3, 'no function'],
    ['1 < level < 3', 11, 1, '&&'],
    ['text == "e', 9, 2, 'closing "'],
    ['level # 2', 7, 1, '“#”'],
    ['waiting', 1, 7, 'are compared'],
    ['state in [waiting, tired]', 20, 5, 'not one of them'],
    ['id in 1 2', 9, 1, '.. is missing'],
    ['== 2', 1, 2, 'A value is missing'],
  ])('%s', (source, column, length, words) => {
    const found = problem(source);
    expect(found.message).toContain(words);
    expect([found.column, found.length]).toEqual([column, length]);
  });

  it('for one that is too long or nested too deeply', () => {
    expect(problem('1 == 1 && '.repeat(200)).message).toContain('1,000 characters');
    expect(problem(`${'('.repeat(200)}leaf${')'.repeat(200)}`).message).toContain('nested');
    expect(problem(`${'!'.repeat(400)}leaf`).message).toContain('nested');
  });
});

describe('whatever is typed', () => {
  const words = [...SPHERE_FIELDS, ...EVENT_FIELDS].map(({ name }) => name);
  const pieces = fc.constantFrom(
    ...words,
    ...[
      'waiting',
      'true',
      'not',
      'and',
      'or',
      'in',
      '1',
      '2.5',
      '1..2',
      '"e"',
      "'",
      '(',
      ')',
      '[',
      ']',
    ],
    ...[',', '&&', '||', '!', '==', '!=', '<', '<=', '>', '>=', '+', '-', '*', '/', '%', '=', ' '],
  );
  const anything = fc.oneof(
    fc.string({ maxLength: 40, unit: 'binary' }),
    fc.array(pieces, { maxLength: 24 }).map((list) => list.join(' ')),
    fc.array(pieces, { maxLength: 24 }).map((list) => list.join('')),
  );

  it('becomes a test of every row, or a problem within the text', () => {
    fc.assert(
      fc.property(anything, (source) => {
        try {
          const test = readExpression(source).bind(TABLE);
          for (const id of [0, 1, 2, 3]) expect(typeof test(id)).toBe('boolean');
        } catch (error) {
          if (!(error instanceof ExpressionError)) throw error;
          expect(error.message).not.toBe('');
          expect(error.column).toBeGreaterThanOrEqual(1);
          expect(error.column).toBeLessThanOrEqual(source.length + 1);
          expect(error.length).toBeGreaterThanOrEqual(1);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('means the same with more blanks and brackets', () => {
    const comparison = fc
      .tuple(fc.constantFrom('id', 'level', 'load'), fc.constantFrom('<', '==', '>='), fc.nat(3))
      .map(([field, sign, value]) => ({ field, sign, value }));
    fc.assert(
      fc.property(fc.array(comparison, { minLength: 1, maxLength: 5 }), (list) => {
        const tight = list.map((c) => `${c.field}${c.sign}${c.value}`).join('||');
        const wide = list.map((c) => ` ( ( ${c.field}  ${c.sign} ( ${c.value} ) ) )`).join(' or ');
        expect(idsOf(wide)).toEqual(idsOf(tight));
      }),
    );
  });
});
