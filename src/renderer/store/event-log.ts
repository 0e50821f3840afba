import { SHELL_SLOTS, resetEventRing, appendEvents } from './event-ring.ts';
import type { EventRing, EventRows } from './event-ring.ts';

/** Words a chunk of the log: half a megabyte. */
const CHUNK = 131_072;

interface Chunk {
  readonly firstN: number;
  words: number;
  readonly data: Uint32Array;
}

/**
 * The words of the newest events, more than a shell of them, without a gap: what a replay rebuilds the ring from. Memory grows by
 * chunks up to `mostWords`; then the oldest chunk goes.
 */
export class EventLog {
  private chunks: Chunk[] = [];
  private shape = { leaves: 0, context: 0 };

  constructor(private readonly mostWords: number) {}

  /** Lattice index after the newest event held; 1 when there is none. */
  get nextN(): number {
    const last = this.chunks[this.chunks.length - 1];
    return last ? last.firstN + last.words : 1;
  }

  /** Lattice index of the oldest event held. */
  get oldestN(): number {
    return this.chunks[0]?.firstN ?? 1;
  }

  get bytes(): number {
    return this.chunks.length * CHUNK * 4;
  }

  clear(): void {
    this.chunks = [];
  }

  /** Appends; rows that do not continue the log (a gap, a step back) begin it anew. */
  append({ firstN, leaves, context, words }: EventRows): void {
    if (firstN !== this.nextN) this.clear();
    this.shape = { leaves, context };
    let taken = 0;
    while (taken < words.length) {
      let last = this.chunks[this.chunks.length - 1];
      if (!last || last.words === CHUNK) {
        last = { firstN: firstN + taken, words: 0, data: new Uint32Array(CHUNK) };
        this.chunks.push(last);
      }
      const count = Math.min(CHUNK - last.words, words.length - taken);
      last.data.set(words.subarray(taken, taken + count), last.words);
      last.words += count;
      taken += count;
    }
    while (this.chunks.length * CHUNK > this.mostWords) this.chunks.shift();
  }

  /** Makes the ring show what it showed when event `newestN` was the newest; forwards it appends, backwards it begins anew. */
  show(ring: EventRing, newestN: number, step: number): void {
    const forwards = newestN >= ring.newestN && ring.newestN + 1 >= this.oldestN;
    if (newestN === ring.newestN) return;
    if (!forwards || newestN - ring.newestN > SHELL_SLOTS) resetEventRing(ring);
    const firstN = Math.max(ring.newestN + 1, newestN - SHELL_SLOTS + 1, this.oldestN);
    for (const chunk of this.chunks) {
      const from = Math.max(firstN, chunk.firstN);
      const to = Math.min(newestN, chunk.firstN + chunk.words - 1);
      if (from > to) continue;
      const words = chunk.data.subarray(from - chunk.firstN, to - chunk.firstN + 1);
      appendEvents(ring, { ...this.shape, firstN: from, step, words });
    }
  }
}
