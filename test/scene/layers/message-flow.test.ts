import { describe, expect, it } from 'vitest';
import {
  MOST_PULSES,
  MessageFlow,
  PULSE_WORDS,
} from '../../../src/renderer/scene/layers/messages/message-flow.ts';
import type { PulseBuffer } from '../../../src/renderer/scene/layers/messages/message-flow.ts';
import {
  MESSAGE_GROUPS,
  groupOfType,
} from '../../../src/renderer/scene/layers/messages/message-groups.ts';
import {
  BEAT_MS,
  delayMs,
  wayMs,
} from '../../../src/renderer/scene/layers/messages/message-layout.ts';
import { layoutSpheres } from '../../../src/renderer/scene/layers/spheres/sphere-layout.ts';
import { messageWords } from '../../../src/renderer/scene/overlay/message-words.ts';
import {
  MESSAGE_COLUMNS,
  MESSAGE_TYPES,
  NODE_ZERO,
} from '../../../src/shared/frames/message-frame.ts';
import type { MessageTypeName } from '../../../src/shared/frames/message-frame.ts';
import { writeFrame } from '../../helpers/write-frame.ts';
import { fullTree } from '../frames.ts';

const rows = fullTree(2);
const tree = {
  count: rows.length,
  parents: Int32Array.from(rows, ({ parent }) => parent),
  groups: Uint8Array.from(rows, ({ group }) => group),
};
const layout = layoutSpheres(tree);

interface Row {
  readonly sender: number;
  readonly receiver: number;
  readonly type: MessageTypeName;
  readonly count?: number;
  readonly priority?: number;
}

function messageFrame(sent: readonly Row[], intervalMs = 33, messages?: number): ArrayBuffer {
  const frameRows = sent.map(({ type, count = 1, priority = 1, ...ends }) => ({
    ...{ ...ends, count, priority, type: MESSAGE_TYPES.indexOf(type) },
  }));
  const all = messages ?? frameRows.reduce((sum, { count }) => sum + count, 0);
  const fields = [0, intervalMs, all].map((value) => ({ bytes: 8, value }) as const);
  return writeFrame({
    kind: 'messages',
    step: 1,
    fields,
    layout: MESSAGE_COLUMNS,
    rows: frameRows,
  });
}

/** The newest half's pulses as numbers. */
function pulsesOf(of: PulseBuffer) {
  const { first, count } = of.newest;
  return Array.from({ length: count }, (_, i) => {
    const at = (first + i) * PULSE_WORDS;
    const [sender, receiver, born, look = 0] = of.words.slice(at, at + PULSE_WORDS);
    const group = MESSAGE_GROUPS[look & 15];
    return { sender, receiver, born, group, priority: (look >> 4) & 15, size: look >> 8 };
  });
}

describe('the groups', () => {
  it('are the nine of the protocol, twenty-eight types in all', () => {
    const sizes = MESSAGE_GROUPS.map(
      (_, group) => MESSAGE_TYPES.filter((_type, type) => groupOfType(type) === group).length,
    );
    expect(sizes).toEqual([4, 3, 3, 4, 4, 4, 2, 2, 2]);
    expect(groupOfType(MESSAGE_TYPES.indexOf('WEIGHTS_BROADCAST'))).toBe(2);
    expect(groupOfType(MESSAGE_TYPES.indexOf('SHUTDOWN_ACK'))).toBe(8);
  });
});

describe('a wave', () => {
  const delay = (sender: number, receiver: number, group: number): number =>
    delayMs(layout, tree.parents, { sender, receiver, group });

  it('goes up from the leaves, level after level, and down after it', () => {
    const [gradients, weights] = [1, 2];
    const up = [delay(13, 1, gradients), delay(1, 0, gradients)];
    const down = [delay(0, 1, weights), delay(1, 13, weights)];
    expect(up).toEqual([0, 200]);
    expect(down).toEqual([400, 600]);
    expect((down[1] ?? NaN) + wayMs(2)).toBeLessThan(2 * BEAT_MS);
  });

  it('sets off at once for orders from above and between siblings', () => {
    expect(delay(NODE_ZERO, 0, 4)).toBe(0);
    expect([delay(0, 1, 4), delay(1, 13, 4)]).toEqual([0, 200]);
    expect(delay(13, 14, 0)).toBe(0);
  });
});

describe('the flow', () => {
  it('makes one pulse of all a link carried in a beat, and counts them all', () => {
    const flow = new MessageFlow();
    const up = { sender: 13, receiver: 1, type: 'GRADIENT_READY' } as const;
    flow.take(
      messageFrame([
        { ...up, count: 3 },
        { ...up, receiver: 1, count: 2, priority: 3 },
      ]),
    );
    flow.take(
      messageFrame([
        { ...up, count: 4 },
        { sender: 0, receiver: 1, type: 'BATCH_START' },
      ]),
    );
    expect(flow.beat(1_000, layout, tree.parents)).toBe(true);
    expect(pulsesOf(flow.pulses)).toEqual([
      { sender: 13, receiver: 1, born: 1_000, group: 'gradients', priority: 3, size: 3 },
      { sender: 0, receiver: 1, born: 1_000, group: 'coordination', priority: 1, size: 0 },
    ]);
    expect(flow.drawn).toBe(1);
  });

  it('waits for the next beat, and keeps the one before on its way', () => {
    const flow = new MessageFlow();
    const row = { sender: 13, receiver: 1, type: 'GRADIENT_READY' } as const;
    flow.take(messageFrame([row]));
    flow.beat(1_000, layout, tree.parents);
    flow.take(messageFrame([row]));
    expect(flow.beat(1_000 + BEAT_MS - 1, layout, tree.parents)).toBe(false);
    expect(flow.beat(1_000 + BEAT_MS, layout, tree.parents)).toBe(true);
    expect(flow.pulses.counts).toEqual([1, 1]);
    expect(flow.moving(1_000 + 3 * BEAT_MS - 1)).toBe(true);
    expect(flow.moving(1_000 + 3 * BEAT_MS)).toBe(false);
  });

  it('draws stolen work as an arc from the victim to the thief', () => {
    const flow = new MessageFlow();
    flow.take(messageFrame([{ sender: 20, receiver: 30, type: 'WORK_ACCEPT', count: 2 }]));
    flow.beat(0, layout, tree.parents);
    expect(pulsesOf(flow.pulses)).toEqual([]);
    expect(pulsesOf(flow.thefts)).toMatchObject([{ sender: 30, receiver: 20, size: 1 }]);
  });

  it('leaves out spheres that are not there and says so', () => {
    const flow = new MessageFlow();
    const row = { receiver: 0, type: 'STATS_REPORT' } as const;
    flow.take(
      messageFrame([
        { ...row, sender: 1 },
        { ...row, sender: 60_000 },
      ]),
    );
    flow.beat(0, layout, tree.parents);
    expect(flow.drawn).toBe(0.5);
  });

  it('counts what finds no room', () => {
    const flow = new MessageFlow();
    const many = (from: number): Row[] =>
      Array.from({ length: 4_096 }, (_, i) => ({
        ...{ sender: (from + i) % 157, receiver: Math.floor((from + i) / 157) },
        type: 'STATS_REPORT' as const,
      }));
    for (const from of [0, 4_096, 8_192]) flow.take(messageFrame(many(from)));
    flow.beat(0, layout, tree.parents);
    expect(flow.pulses.newest.count).toBe(MOST_PULSES);
    expect(flow.drawn).toBeCloseTo(2 / 3, 3);
  });

  it('draws an even sample of more than it may, and says of what share', () => {
    const flow = new MessageFlow();
    const senders = Array.from({ length: 100 }, (_, i) => i + 1);
    flow.take(
      messageFrame(senders.map((sender) => ({ sender, receiver: 0, type: 'STATS_REPORT' }))),
    );
    flow.beat(0, layout, tree.parents, 25);
    expect(pulsesOf(flow.pulses).map(({ sender }) => sender)).toEqual(
      senders.filter((sender) => sender % 4 === 0),
    );
    expect(messageWords(flow).total).toContain('25 % of links drawn');
  });

  it('tells the rates a second, and what the rows leave out', () => {
    const flow = new MessageFlow();
    const row = { sender: 13, receiver: 1, type: 'GRADIENT_READY', count: 10 } as const;
    for (let i = 0; i < 400; i += 1) flow.take(messageFrame([row], 50, 40));
    expect(flow.rates[1]).toBeCloseTo(200, -1);
    expect(flow.rate / (flow.rates[1] ?? NaN)).toBeCloseTo(4, 6);
    const { spoken, total } = messageWords(flow);
    expect(spoken).toEqual([
      { group: 'gradients', words: expect.stringMatching(/^gradients 20\d\/s$/) as string },
    ]);
    expect(total).toMatch(/^8\d\d\/s in all · groups by a sample of 25 %$/);
  });

  it('learns nothing from a first frame, and forgets when told to', () => {
    const flow = new MessageFlow();
    flow.take(messageFrame([{ sender: 1, receiver: 0, type: 'STATS_REPORT' }], 0));
    expect(flow.beat(0, layout, tree.parents)).toBe(false);
    flow.take(messageFrame([{ sender: 1, receiver: 0, type: 'STATS_REPORT' }]));
    flow.clear();
    expect(flow.beat(0, layout, tree.parents)).toBe(false);
    expect(messageWords(flow).spoken).toEqual([]);
  });
});
