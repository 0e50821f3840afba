import { expect, it } from 'vitest';
import { isInBackground } from '../../../../src/main/server/typed-lines.ts';

it('tells a background job by the terminal’s foreground group', () => {
  expect(isInBackground('41 (node) S 7 41 7 34816 41 4194304')).toBe(false);
  expect(isInBackground('41 (node) S 7 41 7 34816 7 4194304')).toBe(true);
  expect(isInBackground('41 (a) b) S 1) S 7 41 7 34816 41 0')).toBe(false);
  expect(isInBackground('')).toBe(false); // no /proc
});
