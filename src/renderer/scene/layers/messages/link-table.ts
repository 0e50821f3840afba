const SLOT_BITS = 14;
const SLOTS = 2 ** SLOT_BITS;

/**
 * Rows by a key of two words, found or made: an open hash table in typed arrays that allocates nothing after it was made.
 * At most `capacity` rows, no more than half of its 16,384 slots.
 */
export class LinkTable {
  /** Rows so far; a row's number is the order in which it came. */
  size = 0;
  private readonly slots = new Int32Array(SLOTS).fill(-1);
  private readonly used: Int32Array;
  private readonly highs: Uint32Array;
  private readonly lows: Uint32Array;

  constructor(readonly capacity: number) {
    if (capacity > SLOTS / 2) throw new Error(`at most ${SLOTS / 2} rows, not ${capacity}`);
    this.used = new Int32Array(capacity);
    this.highs = new Uint32Array(capacity);
    this.lows = new Uint32Array(capacity);
  }

  /** Row of a key, made when it is not there: then it equals the size before. -1 when there is no room. */
  row(high: number, low: number): number {
    let slot = slotOf(high, low);
    for (let row = this.slots[slot] ?? -1; row >= 0; row = this.slots[slot] ?? -1) {
      if (this.highs[row] === high && this.lows[row] === low) return row;
      slot = (slot + 1) & (SLOTS - 1);
    }
    if (this.size === this.capacity) return -1;
    const row = this.size;
    this.size += 1;
    this.slots[slot] = row;
    this.used[row] = slot;
    this.highs[row] = high;
    this.lows[row] = low;
    return row;
  }

  clear(): void {
    for (let row = 0; row < this.size; row += 1) this.slots[this.used[row] ?? 0] = -1;
    this.size = 0;
  }
}

/** Two rounds of multiplication by odd constants (the golden ratio's, and Murmur3's); the upper bits are mixed best. */
function slotOf(high: number, low: number): number {
  const mixed = Math.imul(Math.imul(high, 0x9e37_79b1) ^ low, 0x85eb_ca6b);
  return (mixed ^ (mixed >>> 15)) >>> (32 - SLOT_BITS);
}
