import { describe, expect, it } from 'vitest';
import {
  complete,
  completionsAt,
} from '../../../../../src/renderer/store/expression/expression-completion.ts';
import { readExpression } from '../../../../../src/renderer/store/expression/expression.ts';

const offered = (source: string): string[] =>
  completionsAt(source, source.length).options.map(({ text }) => text);

describe('completion', () => {
  it('offers fields that begin as typed, whatever the case', () => {
    expect(offered('lev')).toEqual(['level']);
    expect(offered('STO')).toEqual(['stolenTo', 'stolenFrom']);
  });

  it('offers only fields of what the expression already speaks of', () => {
    expect(offered('state == idle && s')).not.toContain('step');
    expect(offered('n > 3 && s')).toEqual(['sphere', 'step']);
  });

  it('offers the words of the field that is compared, each of which is sound', () => {
    expect(offered('state == w')).toEqual(['waiting']);
    expect(offered('state in [idle, pro')).toEqual(['processing']);
    for (const word of offered('kind == '))
      expect(() => readExpression(`kind == ${word}`)).not.toThrow();
    expect(offered('kind == ')).toContain('region_enter');
  });

  it('replaces the word before the caret', () => {
    const source = 'lev == 2';
    const found = completionsAt(source, 3);
    expect(complete(source, found, 'level')).toEqual({ source: 'level == 2', caret: 5 });
  });

  it('has nothing to add to a whole word', () => {
    expect(offered('level')).toEqual([]);
  });
});
