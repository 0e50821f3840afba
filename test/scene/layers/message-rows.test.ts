import { describe, expect, it } from 'vitest';
import { MessageRows } from '../../../src/renderer/scene/layers/messages/message-rows.ts';
import { NODE_ZERO, readMessageFrame } from '../../../src/shared/frames/message-frame.ts';
import { messageFrame } from '../../../bench/scene/machine.ts';
import { sphereFrame } from '../frames.ts';

describe('MessageRows', () => {
  it('reads what the shared reader reads', () => {
    const frame = messageFrame(2, 7);
    const read = readMessageFrame(frame);
    const rows = new MessageRows(frame);
    expect([rows.count, rows.intervalMs, rows.messages]).toEqual([
      read.rows,
      read.intervalMs,
      read.messages,
    ]);
    let told = 0;
    for (let row = 0; row < rows.count; row += 1) {
      expect(rows.sender(row)).toBe(read.columns.sender(row));
      expect(rows.receiver(row)).toBe(read.columns.receiver(row));
      expect(rows.type(row)).toBe(read.columns.type(row));
      expect(rows.priority(row)).toBe(read.columns.priority(row));
      told += rows.told(row);
    }
    expect(told).toBe(read.counted);
    expect(rows.sender(0)).not.toBe(NODE_ZERO);
  });

  it('refuses another frame', () => {
    expect(() => new MessageRows(sphereFrame(1))).toThrow('not spheres');
  });
});
