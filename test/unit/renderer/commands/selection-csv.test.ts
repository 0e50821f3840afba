import { beforeEach, expect, it } from 'vitest';
import { eventFrame, sphereFrame } from '../../../scene/frames.ts';
import { eventView } from '../../../../src/renderer/store/event-view.ts';
import { resetWindow } from '../../../helpers/window-fixture.ts';
import { selectionCsv } from '../../../../src/renderer/commands/selection-csv.ts';
import { sphereView } from '../../../../src/renderer/store/sphere-view.ts';
import { takeFrame } from '../../../../src/renderer/store/newest-frames.ts';

beforeEach(() => {
  resetWindow('running');
  takeFrame('spheres', sphereFrame(1, { 3: { state: 'waiting', worker: 1 } }));
  takeFrame('events', eventFrame(1, [1.5, 2.5]));
});

it('writes a table for each kind, unknown values empty, texts quoted', () => {
  const spheres = [sphereView(0), sphereView(3)].filter((view) => view !== undefined);
  const events = [eventView(1, 2), eventView(2, 2)].filter((view) => view !== undefined);
  const lines = selectionCsv(spheres, events, ['"', '=1\n']).split('\r\n');
  expect(lines[1]).toMatch(/^0,0,false,,,idle,/);
  expect(lines[2]).toMatch(/^3,1,true,2,0,waiting,0,1,/);
  expect(lines[3]).toBe('');
  expect(lines[5]).toBe('1,0,"""",1.5,1,1,1,1,bracket');
  expect(lines[6]?.startsWith('2,1,"\'=1\n",2.5,2,')).toBe(true);
});

it('has as many cells a row as its header', () => {
  const spheres = [sphereView(5)].filter((view) => view !== undefined);
  const [header, row] = selectionCsv(spheres, [], []).split('\r\n');
  expect(row?.split(',')).toHaveLength(header?.split(',').length ?? 0);
});
