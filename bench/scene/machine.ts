import { SPHERE_COLUMNS, SPHERE_STATES } from '../../src/shared/frames/sphere-frame.ts';
import {
  FRAME_FIELD_BYTES,
  FRAME_HEADER_BYTES,
  FRAME_KIND,
  FRAME_MAGIC,
  FRAME_STRIDE,
} from '../../src/shared/frames/frame-header.ts';
import type { FrameKind } from '../../src/shared/frames/frame-header.ts';
import {
  MESSAGE_COLUMNS,
  MESSAGE_ROWS,
  MESSAGE_TYPES,
} from '../../src/shared/frames/message-frame.ts';
import type { MessageTypeName } from '../../src/shared/frames/message-frame.ts';
import { numberToHalf } from '../../src/shared/frames/columns.ts';
import { PROTOCOL_VERSION } from '../../src/shared/contract/version.ts';

/** Frames of an invented machine, written fast and the same in every run: load for the scene, nothing else. */

export function treeSize(depth: number): number {
  return (12 ** (depth + 1) - 1) / 11;
}

/** A small generator of even numbers in [0, 1). */
export function evenNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function frameOf(
  kind: FrameKind,
  rows: number,
  step: number,
): { frame: ArrayBuffer; view: DataView } {
  const bytes = FRAME_HEADER_BYTES + FRAME_FIELD_BYTES[kind] + rows * FRAME_STRIDE[kind];
  const frame = new ArrayBuffer(bytes);
  const view = new DataView(frame);
  view.setUint32(0, FRAME_MAGIC, true);
  view.setUint16(4, PROTOCOL_VERSION, true);
  view.setUint16(6, FRAME_KIND[kind], true);
  view.setFloat64(8, step, true);
  view.setUint32(16, rows, true);
  view.setUint32(20, FRAME_STRIDE[kind], true);
  return { frame, view };
}

/** Every sphere of a full tree, about half of the leaves at work. */
export function sphereFrame(depth: number, step: number, workers = 2): ArrayBuffer {
  const count = treeSize(depth);
  const { frame, view } = frameOf('spheres', count, step);
  const first = FRAME_HEADER_BYTES + FRAME_FIELD_BYTES.spheres;
  const chance = evenNumbers(step + 1);
  const firstLeaf = treeSize(depth - 1);
  const even = workers / (count - firstLeaf);
  for (let id = 0; id < count; id += 1) {
    const row = first + id * FRAME_STRIDE.spheres;
    const at = (column: keyof typeof SPHERE_COLUMNS): number => row + SPHERE_COLUMNS[column].offset;
    const leaf = id >= firstLeaf;
    const parent = id === 0 ? 0xffff_ffff : Math.floor((id - 1) / 12);
    const luck = chance();
    const state = leaf
      ? luck > 0.93
        ? 'accumulating'
        : 'waiting'
      : luck > 0.8
        ? 'accumulating'
        : 'waiting';
    view.setUint8(at('state'), SPHERE_STATES.indexOf(state));
    view.setUint8(at('worker'), leaf ? id % workers : 255);
    view.setUint8(at('level'), levelOf(id));
    view.setUint8(at('group'), id === 0 ? 255 : (id - 1) % 12);
    view.setUint32(at('parent'), parent, true);
    view.setUint16(at('inboxNormal'), Math.floor(luck * luck * 9), true);
    view.setUint32(at('queuedItems'), leaf ? Math.floor(chance() * 3) : 0, true);
    view.setUint32(
      at('microBatches'),
      leaf ? Math.floor(step * (0.4 + (0.6 * ((id * 7) % 12)) / 12)) : 0,
      true,
    );
    view.setUint32(at('stolenTo'), leaf ? Math.floor((step * ((id * 31) % 97)) / 997) : 0, true);
    view.setFloat32(at('gradientNorm'), 0.2 + luck * (leaf ? 1 : 0.5), true);
    view.setFloat32(at('lossNats'), leaf ? 1.6 + 1.2 * chance() : 0, true);
    view.setFloat32(at('utilization'), leaf && luck > 0.35 ? even * (0.4 + luck) : 0, true);
  }
  return frame;
}

function levelOf(id: number): number {
  let level = 0;
  while (id >= treeSize(level)) level += 1;
  return level;
}

/** `count` events from lattice index `firstN`: frequent tokens learnt, rare ones still hard. */
export function eventFrame(firstN: number, count: number, leaves: number): ArrayBuffer {
  const { frame, view } = frameOf('events', count, firstN);
  view.setFloat64(FRAME_HEADER_BYTES, firstN, true);
  view.setUint32(FRAME_HEADER_BYTES + 8, leaves, true);
  view.setUint32(FRAME_HEADER_BYTES + 12, 64, true);
  const chance = evenNumbers(firstN);
  const first = FRAME_HEADER_BYTES + FRAME_FIELD_BYTES.events;
  for (let row = 0; row < count; row += 1) {
    const token = Math.floor(chance() ** 2.2 * VOCABULARY);
    const hard = 0.6 + 3.2 * (token / VOCABULARY);
    const loss = Math.max(0.02, hard * (0.2 - Math.log(1 - chance() * 0.97)) * 0.6);
    view.setUint16(first + row * 4, token, true);
    view.setUint16(first + row * 4 + 2, numberToHalf(loss), true);
  }
  return frame;
}

/** A step's messages over every link that the frame has rows for: gradients up, weights and orders down, and a few thefts. */
export function messageFrame(depth: number, step: number): ArrayBuffer {
  const count = treeSize(depth);
  const firstLeaf = treeSize(depth - 1);
  const thefts = Math.min(24, Math.floor((count - firstLeaf) / 2));
  const links = Math.min(count - 1, Math.floor((MESSAGE_ROWS - thefts) / 3));
  const { frame, view } = frameOf('messages', 3 * links + thefts, step);
  let row = FRAME_HEADER_BYTES + FRAME_FIELD_BYTES.messages;
  const put = (sender: number, receiver: number, type: MessageTypeName): void => {
    view.setUint32(row + MESSAGE_COLUMNS.sender.offset, sender, true);
    view.setUint32(row + MESSAGE_COLUMNS.receiver.offset, receiver, true);
    view.setUint32(row + MESSAGE_COLUMNS.count.offset, 1 + (step % 3), true);
    view.setUint8(row + MESSAGE_COLUMNS.type.offset, MESSAGE_TYPES.indexOf(type));
    view.setUint8(row + MESSAGE_COLUMNS.priority.offset, 1 + (step % 2));
    row += FRAME_STRIDE.messages;
  };
  for (let id = 1; id <= links; id += 1) {
    const parent = Math.floor((id - 1) / 12);
    put(id, parent, 'GRADIENT_READY');
    put(parent, id, 'WEIGHTS_BROADCAST');
    put(parent, id, 'BATCH_START');
  }
  const chance = evenNumbers(step + 7);
  const leaf = (): number => firstLeaf + Math.floor(chance() * (count - firstLeaf));
  for (let i = 0; i < thefts; i += 1) put(leaf(), leaf(), 'WORK_ACCEPT');
  view.setFloat64(FRAME_HEADER_BYTES + 8, 33, true);
  view.setFloat64(FRAME_HEADER_BYTES + 16, (3 * links + thefts) * (1 + (step % 3)), true);
  return frame;
}

export const VOCABULARY = 83;

/** The vocabulary's primes with invented offsets of theta. */
export function tokenFrame(): ArrayBuffer {
  const { frame, view } = frameOf('tokens', VOCABULARY, 0);
  const primes: number[] = [];
  for (let n = 2; primes.length < VOCABULARY; n += 1) {
    if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  }
  primes.forEach((prime, token) => {
    view.setUint32(FRAME_HEADER_BYTES + token * 8, prime, true);
    view.setFloat32(FRAME_HEADER_BYTES + token * 8 + 4, (prime * 0.37) % (2 * Math.PI), true);
  });
  return frame;
}
