import type { NativeWork } from '../engine/engine-types.ts';
import type { WorkProgress } from '../../../shared/contract/work.ts';

/** Before this, rates and times left would be guesses. */
const FIRST_RATE_MS = 100;
const FIRST_ETA_MS = 1_000;

/** Makes rates and the time left of what a work tells. */
export class Pace {
  private part = '';
  private partBegan = { atMs: 0, done: 0 };

  constructor(
    private readonly workId: string,
    private readonly beganMs: number,
  ) {}

  of(state: NativeWork, nowMs: number): WorkProgress {
    const { part, fraction, done } = state;
    if (part !== this.part) {
      this.partBegan = {
        atMs: this.part === '' ? this.beganMs : nowMs,
        done: this.part === '' ? 0 : done,
      };
      this.part = part;
    }
    const partMs = nowMs - this.partBegan.atMs;
    const elapsedMs = nowMs - this.beganMs;
    return {
      ...{ workId: this.workId, ...state, unit: part === 'learning' ? 'tokens' : 'bytes' },
      ...(partMs >= FIRST_RATE_MS && {
        perSecond: ((done - this.partBegan.done) * 1_000) / partMs,
      }),
      ...(elapsedMs >= FIRST_ETA_MS &&
        fraction > 0 && { etaSeconds: (elapsedMs / 1_000) * (1 / fraction - 1) }),
    };
  }
}
