import { describe, expect, it } from 'vitest';
import { Inlet } from '../../../../src/shared/rpc/inlet.ts';

describe('Inlet', () => {
  it('keeps messages, in order, until there is a listener', () => {
    const inlet = new Inlet();
    const seen: unknown[] = [];
    inlet.deliver(1);
    inlet.deliver(2);
    inlet.onMessage((message) => seen.push(message));
    inlet.deliver(3);
    expect(seen).toEqual([1, 2, 3]);
  });

  it('reports the close once, also to who asks later, and delivers nothing after it', () => {
    const inlet = new Inlet();
    const reasons: string[] = [];
    const seen: unknown[] = [];
    inlet.onMessage((message) => seen.push(message));
    inlet.onClose((reason) => reasons.push(reason));
    inlet.close('first');
    inlet.close('second');
    inlet.onClose((reason) => reasons.push(`late: ${reason}`));
    inlet.deliver('too late');
    expect(reasons).toEqual(['first', 'late: first']);
    expect(seen).toEqual([]);
  });

  it('forgets listeners that have left', () => {
    const inlet = new Inlet();
    const reasons: string[] = [];
    inlet.onClose((reason) => reasons.push(reason))();
    inlet.onMessage(() => reasons.push('message'))();
    inlet.deliver('kept for the next listener');
    inlet.close('closed');
    expect(reasons).toEqual([]);
  });
});
