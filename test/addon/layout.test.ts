import { expect, it } from 'vitest';
import { METRIC_FIELDS } from '../../src/main/host/engine/engine-types.ts';
import { ERROR_CODES } from '../../src/shared/contract/errors.ts';
import { EVENT_COLUMNS } from '../../src/shared/frames/event-frame.ts';
import {
  FRAME_FIELD_BYTES,
  FRAME_KIND,
  FRAME_STRIDE,
  type FrameKind,
} from '../../src/shared/frames/frame-header.ts';
import { LOOP_EVENTS } from '../../src/shared/contract/loop.ts';
import { MESSAGE_COLUMNS, MESSAGE_TYPES } from '../../src/shared/frames/message-frame.ts';
import { RUN_TRANSITIONS } from '../../src/main/host/runs/run-transitions.ts';
import { SPHERE_COLUMNS, SPHERE_STATES } from '../../src/shared/frames/sphere-frame.ts';
import { TOKEN_COLUMNS } from '../../src/shared/frames/token-frame.ts';
import { TRACE_COLUMNS, TRACE_KINDS } from '../../src/shared/frames/trace-frame.ts';
import { newEngine } from './engine.ts';
import { WORK_PARTS } from '../../src/shared/contract/work.ts';

const COLUMNS = {
  spheres: SPHERE_COLUMNS,
  events: EVENT_COLUMNS,
  trace: TRACE_COLUMNS,
  tokens: TOKEN_COLUMNS,
  messages: MESSAGE_COLUMNS,
};
const KINDS = Object.keys(FRAME_KIND) as FrameKind[];

it.each(KINDS)('lays out %s frames as TypeScript reads them', (kind) => {
  expect(newEngine().layout().frames[kind]).toEqual({
    kind: FRAME_KIND[kind],
    fieldBytes: FRAME_FIELD_BYTES[kind],
    stride: FRAME_STRIDE[kind],
    columns: COLUMNS[kind],
  });
});

it('has no frames that TypeScript does not know', () => {
  expect(Object.keys(newEngine().layout().frames)).toEqual(KINDS);
});

it('numbers states, kinds and fields as TypeScript does', () => {
  const layout = newEngine().layout();
  expect(layout.sphereStates).toEqual(SPHERE_STATES);
  expect(layout.traceKinds).toEqual(TRACE_KINDS);
  expect(layout.messageTypes).toEqual(MESSAGE_TYPES);
  expect(layout.loopEvents).toEqual(LOOP_EVENTS);
  expect([...layout.runStates, 'stopped'].sort()).toEqual(Object.keys(RUN_TRANSITIONS).sort());
  expect([...layout.workParts, 'hashing']).toEqual(WORK_PARTS);
  expect(layout.metricFields).toEqual(METRIC_FIELDS);
});

it('has the first error codes of the contract, in its order', () => {
  const { errorCodes } = newEngine().layout();
  expect(errorCodes).toEqual(ERROR_CODES.slice(0, errorCodes.length));
  expect(errorCodes.at(-1)).toBe('internal');
});
