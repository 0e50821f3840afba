import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT_COLUMNS, readEventFrame } from '../../../../src/shared/frames/event-frame.ts';
import {
  FrameError,
  frameTopic,
  readFrameHeader,
} from '../../../../src/shared/frames/read-frame.ts';
import {
  MESSAGE_COLUMNS,
  MESSAGE_PRIORITIES,
  MESSAGE_TYPES,
  NODE_ZERO,
  readMessageFrame,
} from '../../../../src/shared/frames/message-frame.ts';
import { fakeFrame } from '../../../helpers/fake-frames.ts';
import {
  SPHERE_COLUMNS,
  readSphereFrame,
  sphereRow,
} from '../../../../src/shared/frames/sphere-frame.ts';
import { TOKEN_COLUMNS, readTokenFrame } from '../../../../src/shared/frames/token-frame.ts';
import { TRACE_COLUMNS, readTraceFrame } from '../../../../src/shared/frames/trace-frame.ts';
import type { ColumnFrame, ColumnLayout } from '../../../../src/shared/frames/columns.ts';
import type { FrameKind } from '../../../../src/shared/frames/frame-header.ts';
import { writeFrame } from '../../../helpers/write-frame.ts';

type Layout = Readonly<Record<string, ColumnLayout>>;

const spheres = (rows: Record<string, number>[], step = 3) =>
  writeFrame({
    kind: 'spheres',
    step,
    fields: [{ bytes: 8, value: 1234.5 }],
    layout: SPHERE_COLUMNS,
    rows,
  });

/** Largest value of each column type, and a fraction for the floating ones. */
const EXTREMES = { u8: 0xff, u16: 0xffff, u32: 0xffff_ffff, f32: 0.75, f16: 0.375 } as const;

describe('reading frames', () => {
  const kinds: readonly [FrameKind, Layout, (frame: ArrayBuffer) => ColumnFrame<Layout>][] = [
    ['spheres', SPHERE_COLUMNS, readSphereFrame],
    ['events', EVENT_COLUMNS, readEventFrame],
    ['trace', TRACE_COLUMNS, readTraceFrame],
    ['tokens', TOKEN_COLUMNS, readTokenFrame],
    ['messages', MESSAGE_COLUMNS, readMessageFrame],
  ];
  it.each(kinds)(
    'gives back every column of a %s row, none touching another',
    (kind, layout, read) => {
      for (const [name, column] of Object.entries(layout)) {
        const rows = [{}, { [name]: EXTREMES[column.type] }, {}];
        const { columns, rows: count, step } = read(writeFrame({ kind, step: 9, layout, rows }));
        expect([count, step]).toEqual([3, 9]);
        for (const [other, at] of Object.entries(columns)) {
          const expected = other === name ? EXTREMES[column.type] : 0;
          expect([at(0), at(1), at(2)], other).toEqual([0, expected, 0]);
        }
      }
    },
  );

  it('reads what was sent over which link', () => {
    const machine = { step: 7, running: true, threads: 2, context: 8, vocabulary: 20 };
    const read = readMessageFrame(
      fakeFrame('messages', { ...machine, newestEvent: 0, lossNats: 1 }, 0),
    );
    expect(read).toMatchObject({ nowMs: 70, intervalMs: 33, messages: 13, counted: 13, rows: 13 });
    const { sender, receiver, type, priority, count } = read.columns;
    expect([sender(11), receiver(11), count(11)]).toEqual([0, 12, 1]);
    expect([MESSAGE_TYPES[type(12)], MESSAGE_PRIORITIES[priority(12)]]).toEqual([
      'WORK_ACCEPT',
      'normal',
    ]);
    const ofNodeZero = { sender: NODE_ZERO, receiver: 0, count: 2 };
    const frame = writeFrame({
      ...{ kind: 'messages', step: 1, layout: MESSAGE_COLUMNS, rows: [ofNodeZero] },
    });
    expect(readMessageFrame(frame).columns.sender(0)).toBe(NODE_ZERO);
  });

  it('reads the own fields of each kind', () => {
    expect(readSphereFrame(spheres([{}])).nowMs).toBe(1234.5);
    const fields = [
      { bytes: 8, value: 2 ** 40 },
      { bytes: 4, value: 12 },
      { bytes: 4, value: 64 },
    ] as const;
    const events = writeFrame({ kind: 'events', step: 1, fields, layout: EVENT_COLUMNS, rows: [] });
    expect(readEventFrame(events)).toMatchObject({ firstN: 2 ** 40, leaves: 12, context: 64 });
  });

  it('gives a whole sphere row', () => {
    const row = sphereRow(readSphereFrame(spheres([{ state: 2, gradientNorm: 0.5 }])), 0);
    expect(row).toMatchObject({ state: 2, gradientNorm: 0.5, worker: 0 });
    expect(Object.keys(row)).toEqual(Object.keys(SPHERE_COLUMNS));
  });

  it('tells the topic by the kind', () => {
    expect(frameTopic(spheres([]))).toBe('frame.spheres');
    expect(frameTopic(writeFrame({ kind: 'tokens', step: 0, layout: {}, rows: [] }))).toBe(
      'frame.tokens',
    );
  });

  it.each<[string, (view: DataView) => void]>([
    ['A frame begins with CRYS', (view) => view.setUint8(0, 0)],
    ['A frame of protocol 1 was expected, not 2', (view) => view.setUint16(4, 2, true)],
    ['There is no frame kind 99', (view) => view.setUint16(6, 99, true)],
    ['of 5 rows has 292 bytes, not 84', (view) => view.setUint32(16, 5, true)],
    ['A spheres row has 52 bytes, not 51', (view) => view.setUint32(20, 51, true)],
    ['A trace row has 16 bytes, not 52', (view) => view.setUint16(6, 3, true)],
  ])('says: %s', (words, damage) => {
    const frame = spheres([{}]);
    damage(new DataView(frame));
    expect(() => readFrameHeader(frame)).toThrow(FrameError);
    expect(() => readFrameHeader(frame)).toThrow(words);
  });

  it('refuses a frame of another kind than asked for', () => {
    expect(() => readTraceFrame(spheres([]))).toThrow('A trace frame was expected, not a spheres');
  });

  it('throws FrameError and nothing else on any bytes, and never reads past the end', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .tuple(
          fc.constant(new Uint8Array(spheres([{}, {}]))),
          fc.nat(139),
          fc.integer({ max: 255 }),
        )
        .map(([frame, at, value]) => Uint8Array.from(frame, (v, i) => (i === at ? value : v))),
    );
    fc.assert(
      fc.property(bytes, (content) => {
        try {
          const { columns, rows } = readSphereFrame(content.slice().buffer);
          if (rows > 0) columns.utilization(rows - 1);
        } catch (error) {
          expect(error).toBeInstanceOf(FrameError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
