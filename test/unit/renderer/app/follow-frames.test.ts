import { expect, it } from 'vitest';
import { whileVisible } from '../../../../src/renderer/app/follow-frames.ts';
import type { Visible } from '../../../../src/renderer/app/follow-frames.ts';

it('subscribes once while the page can be seen, and lets go when it is hidden', () => {
  const page = Object.assign(new EventTarget(), { hidden: true });
  let [begun, ended] = [0, 0];
  whileVisible(page as unknown as Visible, () => {
    begun += 1;
    return () => (ended += 1);
  });
  const turn = (hidden: boolean): void => {
    page.hidden = hidden;
    page.dispatchEvent(new Event('visibilitychange'));
  };
  expect([begun, ended]).toEqual([0, 0]);
  turn(false);
  turn(false);
  expect([begun, ended]).toEqual([1, 0]);
  turn(true);
  turn(true);
  expect([begun, ended]).toEqual([1, 1]);
  turn(false);
  expect([begun, ended]).toEqual([2, 1]);
});
