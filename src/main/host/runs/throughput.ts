import type { MetricsRow } from './metrics-log.ts';

/** Training time that the rate is taken over, in milliseconds. */
const WINDOW_MS = 1_000;

export interface Rate {
  readonly tokensPerSecond: number;
  readonly msPerStep: number;
}

/** Speed of the newest steps: as many as make up about a second, at least one. */
export class Throughput {
  private stepMs: number[] = [];

  constructor(private readonly tokensPerStep: number) {}

  add(rows: readonly MetricsRow[]): void {
    this.stepMs.push(...rows.map((row) => row.stepMs));
    let kept = 0;
    let first = this.stepMs.length;
    while (first > 0 && kept < WINDOW_MS) {
      first -= 1;
      kept += this.stepMs[first] ?? 0;
    }
    this.stepMs = this.stepMs.slice(first);
  }

  /** After a pause the next rate starts afresh. */
  reset(): void {
    this.stepMs = [];
  }

  rate(): Rate | undefined {
    const total = this.stepMs.reduce((sum, ms) => sum + ms, 0);
    if (total <= 0) return undefined;
    const msPerStep = total / this.stepMs.length;
    return { msPerStep, tokensPerSecond: (this.tokensPerStep * 1_000) / msPerStep };
  }
}
