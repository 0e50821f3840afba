/** What the scene cost over the last window: real figures, for the HUD. */
export interface MeterReading {
  /** Frames drawn a second; 0 when the scene stood still. */
  readonly framesPerSecond: number;
  /** JavaScript a drawn frame, 95th percentile, in milliseconds. */
  readonly jsMs: number;
  /** Mean bytes uploaded to the GPU a drawn frame. */
  readonly uploadBytes: number;
  /** Refreshes of a 60 Hz screen that passed while a drawn frame was not finished. */
  readonly droppedFrames: number;
}

const REFRESH_MS = 1_000 / 60;

const CAPACITY = 256;

/** Collects frames until `read` empties it. Allocates nothing while collecting. */
export class FrameMeter {
  private readonly times = new Float64Array(CAPACITY);
  private frames = 0;
  private bytes = 0;
  private dropped = 0;
  private sinceMs: number;

  constructor(nowMs: number) {
    this.sinceMs = nowMs;
  }

  /** Counts a drawn frame that took `jsMs` of JavaScript. */
  frame(jsMs: number): void {
    this.times[this.frames % CAPACITY] = jsMs;
    this.frames += 1;
  }

  /** Counts the time from a drawn frame to the page's next one. */
  gap(gapMs: number): void {
    this.dropped += Math.max(0, Math.round(gapMs / REFRESH_MS) - 1);
  }

  /** Counts bytes handed to the GPU. */
  upload(bytes: number): void {
    this.bytes += bytes;
  }

  /** Reads and begins a new window. */
  read(nowMs: number): MeterReading {
    const elapsed = Math.max(1, nowMs - this.sinceMs);
    const kept = this.times.slice(0, Math.min(this.frames, CAPACITY)).sort();
    const reading = {
      framesPerSecond: (this.frames * 1_000) / elapsed,
      jsMs: kept[Math.max(0, Math.ceil(kept.length * 0.95) - 1)] ?? 0,
      uploadBytes: this.frames > 0 ? this.bytes / this.frames : 0,
      droppedFrames: this.dropped,
    };
    this.dropped = 0;
    this.frames = 0;
    this.bytes = 0;
    this.sinceMs = nowMs;
    return reading;
  }
}
