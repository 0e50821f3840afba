import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { MESSAGE_TYPES } from '../../../../src/shared/frames/message-frame.ts';

it('every message type has its row in docs/PROTOCOL.md, in order, and each answer is one of them', () => {
  const page = readFileSync(new URL('../../../../docs/PROTOCOL.md', import.meta.url), 'utf8');
  const rows = page
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter((cells) => cells.length === 7 && /^`[A-Z_]+`$/.test(cells[1] ?? ''));
  expect(rows.map((cells) => cells[1]?.replaceAll('`', ''))).toEqual([...MESSAGE_TYPES]);
  for (const cells of rows) {
    for (const [, answer] of (cells[5] ?? '').matchAll(/`([A-Z_]+)`/g)) {
      expect(MESSAGE_TYPES).toContain(answer);
    }
    expect(cells.slice(1, 6).every((cell) => cell !== '')).toBe(true);
  }
});
