import { describe, expect, it } from 'vitest';
import { SpherePacker, unpackSpheres } from '../../../../src/shared/frames/packed-spheres.ts';
import { FrameError } from '../../../../src/shared/frames/read-frame.ts';
import { readSphereFrame, SPHERE_COLUMNS } from '../../../../src/shared/frames/sphere-frame.ts';
import { sphereCount } from '../../../../src/shared/frames/sphere-tree.ts';
import { writeFrame } from '../../../helpers/write-frame.ts';

type Column = keyof typeof SPHERE_COLUMNS;
const COLUMNS = Object.keys(SPHERE_COLUMNS) as Column[];
const NOW_MS = 123_456.789;

function randomBelow(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** A full tree in the middle of a step: two thirds are done with it, some compute, the rest has not heard of it. */
function trainingFrame(depth: number): ArrayBuffer {
  const below = randomBelow(depth);
  const count = sphereCount(depth);
  const leavesFrom = sphereCount(depth - 1);
  let ageUs = 9_000;
  const rows = Array.from({ length: count }, (_, id) => {
    const done = id < (count * 2) / 3;
    const computes =
      id >= leavesFrom && (id - leavesFrom) % Math.ceil((count - leavesFrom) / 24) === 0;
    ageUs = Math.max(0, ageUs - below(2));
    return {
      state: computes ? 2 : done ? 1 : 3,
      worker: id < 7 || (id > 12 && id % 12 < 6) ? 0 : 1,
      level: id === 0 ? 0 : Math.floor(Math.log(id * 11) / Math.log(12)),
      group: id === 0 ? 255 : (id - 1) % 12,
      parent: id === 0 ? 0xffff_ffff : Math.floor((id - 1) / 12),
      inboxHigh: done ? 0 : 1,
      microBatches: computes ? 400 : 0,
      messagesReceived: id < leavesFrom ? 10_400 : done ? 800 : 799,
      stateAgeUs: ageUs,
      gradientNorm: computes ? 1 + below(1_000) / 7 : NaN,
      lossNats: computes ? 2 + below(1_000) / 900 : NaN,
      utilization: computes ? 0.5 : 0,
    };
  });
  const fields = [{ bytes: 8, value: NOW_MS }] as const;
  return writeFrame({ kind: 'spheres', step: 400, fields, layout: SPHERE_COLUMNS, rows });
}

/** Every column of every row is the same, ages to half a millisecond. */
function expectSame(unpacked: ArrayBuffer, whole: ArrayBuffer): void {
  const [found, expected] = [readSphereFrame(unpacked), readSphereFrame(whole)];
  expect(found).toMatchObject({ rows: expected.rows, step: expected.step, nowMs: expected.nowMs });
  for (const name of COLUMNS) {
    for (let row = 0; row < expected.rows; row += 1) {
      const [a, b] = [found.columns[name](row), expected.columns[name](row)];
      const near = name === 'stateAgeUs' ? Math.abs(a - b) <= 501 : Object.is(a, b);
      if (!near) expect.fail(`${name} of ${row} is ${a}, not ${b}`);
    }
  }
}

describe('packed sphere frames', () => {
  // Of 157 spheres a sixth computes, each with figures of its own.
  it.each([
    [2, 12],
    [3, 4],
    [4, 4],
  ])('of a tree of depth %i take less than %i bytes a sphere', (depth, most) => {
    const whole = trainingFrame(depth);
    const packed = new SpherePacker().pack(whole);
    expect(packed.byteLength / sphereCount(depth)).toBeLessThan(most);
    expectSame(unpackSpheres(packed), whole);
  });

  it('carry any rows', () => {
    const below = randomBelow(7);
    const packer = new SpherePacker();
    for (const rows of [100, 333, 1_000, 101]) {
      const whole = writeFrame({
        ...{ kind: 'spheres', step: 1, fields: [{ bytes: 8, value: NOW_MS }] },
        layout: SPHERE_COLUMNS,
        rows: Array.from({ length: rows }, () => ({})),
      });
      const view = new DataView(whole);
      for (let at = 32; at < whole.byteLength; at += 4) view.setUint32(at, below(2 ** 32), true);
      for (let row = 0; row < rows; row += 1) view.setUint32(32 + row * 52 + 36, below(9e7), true);
      expectSame(unpackSpheres(packer.pack(whole)), whole);
    }
  });

  it('leave small trees, and what is no packed frame, as they are', () => {
    const small = trainingFrame(1);
    expect(new SpherePacker().pack(small)).toBe(small);
    expect(unpackSpheres(small)).toBe(small);
    const short = new ArrayBuffer(3);
    expect(unpackSpheres(short)).toBe(short);
  });

  it('are refused when damaged, with a reason', () => {
    const packed = new SpherePacker().pack(trainingFrame(2));
    for (let length = 32; length < packed.byteLength; length += 1) {
      expect(() => unpackSpheres(packed.slice(0, length))).toThrow(FrameError);
    }
    const longer = new Uint8Array(packed.byteLength + 1);
    longer.set(new Uint8Array(packed));
    expect(() => unpackSpheres(longer.buffer)).toThrow('1 bytes too many');
    const huge = packed.slice(0);
    new DataView(huge).setUint32(16, 0xffff_ffff, true);
    expect(() => unpackSpheres(huge)).toThrow('1 to 65536 spheres, not 4294967295');
    const below = randomBelow(3);
    for (let i = 0; i < 2_000; i += 1) {
      const damaged = packed.slice(0);
      new Uint8Array(damaged)[32 + below(damaged.byteLength - 32)] = below(256);
      try {
        readSphereFrame(unpackSpheres(damaged));
      } catch (error) {
        expect(error).toBeInstanceOf(FrameError);
      }
    }
  });
});
