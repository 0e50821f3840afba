import { expect, it } from 'vitest';
import { createEndRequests } from '../../../../../src/main/host/shell/end-requests.ts';

it('tells one key press that arrives twice from a user who insists', () => {
  let nowMs = 5_000;
  const request = createEndRequests(() => nowMs);
  expect(request()).toBe('first');
  nowMs += 3; // npm passes the terminal's Ctrl-C on
  expect(request()).toBe('echo');
  nowMs += 996;
  expect(request()).toBe('echo');
  nowMs += 1;
  expect(request()).toBe('insists');
});
