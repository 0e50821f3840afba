import { beforeEach, describe, expect, it } from 'vitest';
import { FIRST_LOOK } from '../../../../src/renderer/store/scene-look.ts';
import {
  setEventLook,
  setLook,
  setSphereLook,
  setValueRange,
  toggleCollapsed,
  useView,
} from '../../../../src/renderer/store/view-slice.ts';

const look = () => useView.getState().look;

beforeEach(() => setLook(FIRST_LOOK));

describe('the look', () => {
  it('is plain data: it survives JSON', () => {
    setSphereLook({ layout: 'clock', collapsed: [3] });
    setValueRange('events', { min: 1, max: 2 });
    expect(JSON.parse(JSON.stringify(look()))).toEqual(look());
  });

  it('changes one thing and leaves the rest', () => {
    setSphereLook({ layout: 'icosahedral' });
    expect(look().spheres).toEqual({ ...FIRST_LOOK.spheres, layout: 'icosahedral' });
    expect(look().events).toBe(FIRST_LOOK.events);
  });

  it('frees the range when the colours mean something else', () => {
    setSphereLook({ colour: 'queue', log: true });
    setValueRange('spheres', { min: 0, max: 9 });
    setSphereLook({ layout: 'clock' });
    expect(look().spheres).toMatchObject({ range: { min: 0, max: 9 } });
    setSphereLook({ colour: 'loss' });
    expect(look().spheres.range).toBeUndefined();
    expect(look().spheres.log).toBe(false);
    setEventLook({ colour: 'age' });
    setValueRange('events', { min: 0, max: 1 });
    setValueRange('events');
    expect('range' in look().events).toBe(false);
  });

  it('closes and opens subtrees, kept in order', () => {
    for (const id of [7, 2, 5]) toggleCollapsed(id);
    toggleCollapsed(5);
    expect(look().spheres.collapsed).toEqual([2, 7]);
  });
});
