import { expect, it } from 'vitest';
import { statusOf } from '../../../helpers/window-fixture.ts';
import { titleOf } from '../../../../src/renderer/app/follow-title.ts';

it('titles the window after what runs and how far it is', () => {
  expect(titleOf(statusOf('idle'))).toBe('Crystalline Studio');
  expect(titleOf(statusOf('running', { step: 1_249 }))).toBe(
    'moby-dick, 62 % – Crystalline Studio',
  );
  expect(titleOf(statusOf('failed'))).toBe('moby-dick, failed – Crystalline Studio');
});
