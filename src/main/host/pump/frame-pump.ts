import { LIMITS } from '../../../shared/contract/limits.ts';
import {
  FRAME_FIELD_BYTES,
  FRAME_HEADER_BYTES,
  FRAME_STRIDE,
  type FrameKind,
} from '../../../shared/frames/frame-header.ts';
import { SpherePacker } from '../../../shared/frames/packed-spheres.ts';
import { MESSAGE_ROWS } from '../../../shared/frames/message-frame.ts';
import { TRACE_SPANS } from '../../../shared/frames/trace-frame.ts';
import type { ClientConnection } from '../../../shared/rpc/rpc-server.ts';
import type { FrameTopic } from '../../../shared/contract/topics.ts';
import type { NativeEngine } from '../engine/engine-types.ts';

/** Time between two looks at the engine: 30 Hz. */
const TICK_MS = 33;
/** While nothing trains, one look in this many is taken: about 2 Hz. */
const RESTING_TICKS = 15;
/** Sphere frames are read and packed for at most this share of one processor's time; those of large trees come less often. */
const SPHERE_SHARE = 0.01;
/** Rows a buffer holds at first: a small tree, which may grow; a full shell, a trace, 16-bit token ids. */
const FIRST_ROWS: Readonly<Record<FrameKind, number>> = {
  spheres: 256,
  events: LIMITS.shellEvents,
  trace: TRACE_SPANS,
  tokens: 65_536,
  messages: MESSAGE_ROWS,
};

export interface FramePumpOptions {
  readonly engine: Pick<NativeEngine, 'readFrame'>;
  readonly clients: () => Iterable<ClientConnection>;
  /** Changes whenever the engine holds another run or the run went back to a checkpoint; undefined: no run. */
  readonly runKey: () => string | undefined;
  readonly training: () => boolean;
  /** Calls `task` every `periodMs` until the return value is called. */
  readonly repeat: (task: () => void, periodMs: number) => () => void;
  readonly nowMs: () => number;
}

/** What a client has been sent of the present run. */
interface Cursor {
  readonly runKey: string;
  /** Lattice index of the newest event sent. */
  newestN: number;
  tokensSent: boolean;
}

/**
 * Carries frames from the engine to the clients at the display rate: only while somebody is subscribed, and to each
 * only as far as its credit goes. Frames are read into one buffer a kind and copied once to be sent; those of large trees packed.
 */
export class FramePump {
  private readonly buffers = new Map<FrameKind, Uint8Array>();
  private readonly cursors = new WeakMap<ClientConnection, Cursor>();
  private stop: (() => void) | undefined;
  private ticks = 0;
  private readonly packer = new SpherePacker();
  private spheresDueMs = -Infinity;

  constructor(private readonly options: FramePumpOptions) {}

  get running(): boolean {
    return this.stop !== undefined;
  }

  /** To be called when subscriptions have changed: starts or stops by whether any client is subscribed to a frame. */
  update(): void {
    const clients = [...this.options.clients()];
    for (const client of clients) this.forgetUnsubscribed(client);
    const watched = clients.some((client) => TOPICS.some((topic) => client.subscribed(topic)));
    if (watched && !this.stop) {
      this.stop = this.options.repeat(() => this.tick(), TICK_MS);
    } else if (!watched) {
      this.dispose();
    }
  }

  dispose(): void {
    this.stop?.();
    this.stop = undefined;
  }

  /** One look at the engine. */
  tick(): void {
    const runKey = this.options.runKey();
    if (runKey === undefined) return;
    this.ticks += 1;
    const clients = [...this.options.clients()];
    if (this.options.training() || this.ticks % RESTING_TICKS === 0) {
      this.shareSpheres(clients);
      this.share('trace', clients);
      this.share('messages', clients);
    }
    for (const client of clients) {
      const cursor = this.cursorOf(client, runKey);
      if (!cursor.tokensSent && client.ready('frame.tokens')) {
        const frame = this.read('tokens');
        if (frame) client.sendFrame('frame.tokens', frame);
        cursor.tokensSent = frame !== undefined;
      }
      if (client.ready('frame.events')) this.sendEvents(client, cursor);
    }
  }

  /** Not before the last one's cost has paid off. */
  private shareSpheres(clients: readonly ClientConnection[]): void {
    const begun = this.options.nowMs();
    if (begun < this.spheresDueMs) return;
    this.share('spheres', clients);
    const ended = this.options.nowMs();
    this.spheresDueMs = begun + (ended - begun) / SPHERE_SHARE;
  }

  /** One frame for all who are ready for it. */
  private share(
    kind: 'spheres' | 'trace' | 'messages',
    clients: readonly ClientConnection[],
  ): void {
    const topic: FrameTopic = `frame.${kind}`;
    const ready = clients.filter((client) => client.ready(topic));
    if (ready.length === 0) return;
    const frame = kind === 'spheres' ? this.readSpheres() : this.read(kind);
    if (!frame) return;
    for (const client of ready) client.sendFrame(topic, frame);
  }

  /** The events since those this client has. */
  private sendEvents(client: ClientConnection, cursor: Cursor): void {
    const frame = this.read('events', cursor.newestN);
    if (!frame) return;
    const view = new DataView(frame);
    const rows = view.getUint32(16, true);
    if (rows === 0) return;
    cursor.newestN = view.getFloat64(FRAME_HEADER_BYTES, true) + rows - 1;
    client.sendFrame('frame.events', frame);
  }

  /** Who subscribes again begins again. */
  private forgetUnsubscribed(client: ClientConnection): void {
    const cursor = this.cursors.get(client);
    if (!cursor) return;
    if (!client.subscribed('frame.events')) cursor.newestN = 0;
    if (!client.subscribed('frame.tokens')) cursor.tokensSent = false;
  }

  private cursorOf(client: ClientConnection, runKey: string): Cursor {
    const present = this.cursors.get(client);
    if (present?.runKey === runKey) return present;
    const fresh: Cursor = { runKey, newestN: 0, tokensSent: false };
    this.cursors.set(client, fresh);
    return fresh;
  }

  /** A frame that fills its buffer may be cut short: the tree has grown, and the buffer grows with it. */
  private readSpheres(): ArrayBuffer | undefined {
    for (;;) {
      const frame = this.read('spheres');
      const room = this.buffers.get('spheres')?.byteLength ?? 0;
      if (!frame || frame.byteLength < room) return frame && this.packer.pack(frame);
      const rows = new DataView(frame).getUint32(16, true);
      if (rows >= LIMITS.spheres) return this.packer.pack(frame);
      this.buffers.set('spheres', emptyBuffer('spheres', Math.min(4 * rows, LIMITS.spheres)));
    }
  }

  private read(kind: FrameKind, sinceN?: number): ArrayBuffer | undefined {
    const buffer = this.buffers.get(kind) ?? emptyBuffer(kind, FIRST_ROWS[kind]);
    this.buffers.set(kind, buffer);
    const bytes = this.options.engine.readFrame(kind, buffer, sinceN);
    return bytes > 0 ? (buffer.buffer.slice(0, bytes) as ArrayBuffer) : undefined;
  }
}

function emptyBuffer(kind: FrameKind, rows: number): Uint8Array {
  return new Uint8Array(FRAME_HEADER_BYTES + FRAME_FIELD_BYTES[kind] + rows * FRAME_STRIDE[kind]);
}

const TOPICS: readonly FrameTopic[] = [
  'frame.spheres',
  'frame.events',
  'frame.trace',
  'frame.tokens',
  'frame.messages',
];
