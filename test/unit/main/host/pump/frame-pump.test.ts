import { beforeEach, describe, expect, it } from 'vitest';
import { unpackSpheres } from '../../../../../src/shared/frames/packed-spheres.ts';
import { readSphereFrame, SPHERE_COLUMNS } from '../../../../../src/shared/frames/sphere-frame.ts';
import { writeFrame } from '../../../../helpers/write-frame.ts';
import { FramePump } from '../../../../../src/main/host/pump/frame-pump.ts';
import { LIMITS } from '../../../../../src/shared/contract/limits.ts';
import { fakeFrame } from '../../../../helpers/fake-frames.ts';
import { readEventFrame } from '../../../../../src/shared/frames/event-frame.ts';
import type { ClientConnection } from '../../../../../src/shared/rpc/rpc-server.ts';
import type { FrameKind } from '../../../../../src/shared/frames/frame-header.ts';
import type { FrameTopic } from '../../../../../src/shared/contract/topics.ts';

/** A client with credit for `credit` frames a topic. */
function createClient(...topics: FrameTopic[]) {
  const sent: Record<string, ArrayBuffer[]> = {};
  const client = {
    credit: LIMITS.creditWindow as number,
    topics: new Set<string>(topics),
    subscribed: (topic: string) => client.topics.has(topic),
    ready: (topic: FrameTopic) =>
      client.topics.has(topic) && (sent[topic]?.length ?? 0) < client.credit,
    sendFrame: (topic: FrameTopic, frame: ArrayBuffer) => (sent[topic] ??= []).push(frame),
    sent: (topic: FrameTopic) => sent[topic] ?? [],
  };
  return client;
}

describe('FramePump', () => {
  let reads: FrameKind[];
  let newestEvent: number;
  let runKey: string | undefined;
  let training: boolean;
  let timers: number;
  let clients: ReturnType<typeof createClient>[];
  let pump: FramePump;
  let nowMs: number;
  let grownTo: number;
  /** As many spheres as the tree has, or as the buffer takes; a look takes a millisecond. */
  const readGrown = (into: Uint8Array): number => {
    nowMs += 1;
    const rows = Math.min(grownTo, Math.floor((into.byteLength - 32) / 52));
    const content = { kind: 'spheres', step: 1, layout: SPHERE_COLUMNS } as const;
    const frame = writeFrame({ ...content, rows: Array.from({ length: rows }, () => ({})) });
    into.set(new Uint8Array(frame));
    return frame.byteLength;
  };
  const tick = (times = 1) => {
    for (let i = 0; i < times; i += 1) pump.tick();
  };

  beforeEach(() => {
    [reads, newestEvent, runKey, training, timers, clients] = [[], 100, 'run#1', true, 0, []];
    [nowMs, grownTo] = [0, 0];
    pump = new FramePump({
      engine: {
        readFrame: (kind, into, sinceN = 0) => {
          reads.push(kind);
          const machine = { step: 1, running: true, threads: 2, context: 8, vocabulary: 20 };
          if (kind === 'spheres' && grownTo > 0) return readGrown(into);
          const frame = fakeFrame(kind, { ...machine, newestEvent, lossNats: 2 }, sinceN);
          into.set(new Uint8Array(frame));
          return frame.byteLength;
        },
      },
      clients: () => clients as unknown as ClientConnection[],
      runKey: () => runKey,
      training: () => training,
      nowMs: () => nowMs,
      repeat: () => {
        timers += 1;
        return () => (timers -= 1);
      },
    });
  });

  it('sends every sphere of a tree that grows, packed', () => {
    const client = createClient('frame.spheres');
    client.credit = Infinity;
    clients = [client];
    for (const spheres of [13, 255, 256, 257, 25_000, 65_536]) {
      grownTo = spheres;
      nowMs += 10_000;
      tick();
      const sent = client.sent('frame.spheres').at(-1) as ArrayBuffer;
      expect(readSphereFrame(unpackSpheres(sent)).rows).toBe(spheres);
      if (spheres > 200) expect(sent.byteLength).toBeLessThan(spheres);
    }
  });

  it('looks at a large tree no more often than a hundredth of the time allows', () => {
    const client = createClient('frame.spheres');
    client.credit = Infinity;
    clients = [client];
    grownTo = 100;
    for (let elapsed = 0; elapsed < 990; elapsed += 33) {
      tick();
      nowMs += 32;
    }
    expect(client.sent('frame.spheres').length).toBeLessThanOrEqual(11);
    expect(client.sent('frame.spheres').length).toBeGreaterThanOrEqual(7);
  });

  it('runs only while somebody is subscribed to a frame', () => {
    pump.update();
    expect(timers).toBe(0);
    clients = [createClient(), createClient('frame.trace')];
    pump.update();
    pump.update();
    expect([timers, pump.running]).toEqual([1, true]);
    clients[1]?.topics.clear();
    pump.update();
    expect([timers, pump.running]).toEqual([0, false]);
  });

  it('reads nothing that nobody is ready for', () => {
    const client = createClient('frame.spheres');
    clients = [client];
    tick(10);
    expect(client.sent('frame.spheres')).toHaveLength(LIMITS.creditWindow);
    expect(reads).toEqual(['spheres', 'spheres']);
  });

  it('reads nothing without a run', () => {
    clients = [createClient('frame.spheres', 'frame.events', 'frame.tokens')];
    runKey = undefined;
    tick(30);
    expect(reads).toEqual([]);
  });

  it('reads a frame once for all who are ready', () => {
    clients = [createClient('frame.spheres'), createClient('frame.spheres')];
    tick();
    expect(reads).toEqual(['spheres']);
    expect(clients.map((client) => client.sent('frame.spheres').length)).toEqual([1, 1]);
  });

  it('sends the vocabulary once for each run, and again to who subscribes again', () => {
    const client = createClient('frame.tokens');
    clients = [client];
    client.credit = 100;
    tick(5);
    expect(client.sent('frame.tokens')).toHaveLength(1);
    runKey = 'run#2';
    tick(5);
    expect(client.sent('frame.tokens')).toHaveLength(2);
    client.topics.delete('frame.tokens');
    pump.update();
    client.topics.add('frame.tokens');
    tick(5);
    expect(client.sent('frame.tokens')).toHaveLength(3);
  });

  it('sends each client the events it has not had, without gap or repetition', () => {
    const [quick, slow] = [createClient('frame.events'), createClient('frame.events')];
    clients = [quick, slow];
    quick.credit = 100;
    slow.credit = 0;
    for (newestEvent = 100; newestEvent <= 500; newestEvent += 100) tick(3);
    slow.credit = 1;
    tick(3);
    const spans = (client: typeof quick) =>
      client
        .sent('frame.events')
        .map(readEventFrame)
        .map(({ firstN, rows }) => [firstN, firstN + rows - 1]);
    expect(spans(quick).slice(0, 5)).toEqual([
      [1, 100],
      [101, 200],
      [201, 300],
      [301, 400],
      [401, 500],
    ]);
    expect(spans(slow)).toEqual([[1, 600]]);
  });

  it('begins the events again with another run or a restore', () => {
    const client = createClient('frame.events');
    clients = [client];
    client.credit = 100;
    tick();
    [runKey, newestEvent] = ['run#2', 40];
    tick();
    const [, second] = client.sent('frame.events').map(readEventFrame);
    expect([second?.firstN, second?.rows]).toEqual([1, 40]);
  });

  it('gives a whole shell and no more to who comes late', () => {
    const client = createClient('frame.events');
    clients = [client];
    newestEvent = 1_000_000;
    tick();
    const [frame] = client.sent('frame.events').map(readEventFrame);
    expect(frame?.rows).toBe(LIMITS.shellEvents);
    expect(frame?.firstN).toBe(1_000_000 - LIMITS.shellEvents + 1);
  });

  it('looks seldom while nothing trains, but not never', () => {
    const client = createClient('frame.spheres');
    clients = [client];
    client.credit = 1_000;
    training = false;
    tick(150);
    const resting = client.sent('frame.spheres').length;
    expect(resting).toBeGreaterThan(0);
    training = true;
    tick(150);
    expect(client.sent('frame.spheres').length - resting).toBe(150);
    expect(resting).toBeLessThan(150 / 2);
  });

  it('sends copies: the next read does not change a frame under way', () => {
    const client = createClient('frame.events');
    clients = [client];
    tick();
    const [first] = client.sent('frame.events');
    const before = new Uint8Array(first ?? new ArrayBuffer(0)).slice();
    newestEvent = 5_000;
    tick();
    expect(new Uint8Array(first ?? new ArrayBuffer(0))).toEqual(before);
  });
});
