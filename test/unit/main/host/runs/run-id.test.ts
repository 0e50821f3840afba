import fc from 'fast-check';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRunId, newRunId } from '../../../../../src/main/host/runs/run-id.ts';

describe('newRunId', () => {
  it.each([
    ['Moby Dick', [], '0001-moby-dick'],
    ['Moby Dick', ['0001-moby-dick'], '0002-moby-dick'],
    ['x', ['0007-a', 'notes', '0003-b', '12345-c'], '12346-x'],
    ['  --  ', [], '0001-run'],
    ['Éducation sentimentale', [], '0001-education-sentimentale'],
    ['白鯨', [], '0001-run'],
    ['../../etc/passwd', [], '0001-etc-passwd'],
    ['a'.repeat(80), [], `0001-${'a'.repeat(40)}`],
  ])('of %j beside %j is %j', (name, present, id) => {
    expect(newRunId(name, present)).toBe(id);
  });

  it('is always a valid id, and none of those present', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.string()), (name, others) => {
        const present = [...others, newRunId(name, others)];
        const id = newRunId(name, present);
        expect(isRunId(id)).toBe(true);
        expect(present).not.toContain(id);
      }),
    );
  });
});

describe('isRunId', () => {
  it.each(['0001-moby-dick', '0001-moby-dick (copy)', 'mein Lauf', 'run.2', '白鯨'])(
    'takes %j',
    (id) => expect(isRunId(id)).toBe(true),
  );

  it.each([
    '',
    '.',
    '..',
    '.hidden',
    '../x',
    'a/b',
    'a\\b',
    '/etc',
    'a\0b',
    'C:x',
    ' a',
    'x'.repeat(121),
  ])('refuses %j', (id) => expect(isRunId(id)).toBe(false));

  it('takes nothing that leads out of the directory of runs', () => {
    fc.assert(
      fc.property(fc.string(), (id) => {
        if (isRunId(id)) expect(path.dirname(path.resolve('/runs', id))).toBe('/runs');
      }),
    );
  });
});
