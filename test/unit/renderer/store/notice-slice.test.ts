import { beforeEach, expect, it } from 'vitest';
import { dismissSaid, notify, useNotices } from '../../../../src/renderer/store/notice-slice.ts';
import { resetWindow } from '../../../helpers/window-fixture.ts';

beforeEach(() => resetWindow());
const titles = () => useNotices.getState().notices.map(({ title }) => title);

it('keeps the newest four, and none that another place says', () => {
  for (const title of ['a', 'b', 'c', 'd', 'e'])
    notify({ level: 'error', title, message: `${title}!` });
  expect(titles()).toEqual(['b', 'c', 'd', 'e']);
  dismissSaid('c!');
  expect(titles()).toEqual(['b', 'd', 'e']);
});
