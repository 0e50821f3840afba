import { describe, expect, it } from 'vitest';
import { createLog, reasonOf } from '../../../../src/main/host/log.ts';
import type { LogEntry } from '../../../../src/shared/contract/topics.ts';

describe('createLog', () => {
  it('publishes each entry with its level and the time', () => {
    const entries: LogEntry[] = [];
    const log = createLog((entry) => entries.push(entry));
    const before = Date.now();
    log.info('a');
    log.warning('b');
    log.error('c');
    expect(entries.map(({ level, message }) => [level, message])).toEqual([
      ['info', 'a'],
      ['warning', 'b'],
      ['error', 'c'],
    ]);
    expect(entries[0]?.atMs).toBeGreaterThanOrEqual(before);
  });
});

describe('reasonOf', () => {
  it.each<[unknown, string]>([
    [new Error('no space left on device'), 'no space left on device.'],
    [new Error('Really?'), 'Really?'],
    ['plain.', 'plain.'],
    [undefined, 'undefined.'],
  ])('makes a sentence of %s', (error, words) => expect(reasonOf(error)).toBe(words));
});
