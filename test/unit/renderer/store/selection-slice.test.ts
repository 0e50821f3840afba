import { beforeEach, expect, it } from 'vitest';
import { hover, select, useSelection } from '../../../../src/renderer/store/selection-slice.ts';
import { resetWindow } from '../../../helpers/window-fixture.ts';

beforeEach(() => resetWindow());

it('tells its readers only of real changes', () => {
  let told = 0;
  const unsubscribe = useSelection.subscribe(() => (told += 1));
  select({ kind: 'sphere', id: 4 });
  select({ kind: 'sphere', id: 4 });
  hover({ kind: 'event', n: 4 });
  hover({ kind: 'event', n: 4 });
  select({ kind: 'event', n: 4 });
  select(undefined);
  select(undefined);
  unsubscribe();
  expect(told).toBe(4);
  expect(useSelection.getState()).toEqual({
    selected: undefined,
    hovered: { kind: 'event', n: 4 },
  });
});
