import { NODE_ZERO } from '../../../../shared/frames/message-frame.ts';
import { LinkTable } from './link-table.ts';
import { MESSAGE_GROUPS, STOLEN_WORK, groupOfType } from './message-groups.ts';
import { BEAT_MS, delayMs } from './message-layout.ts';
import type { MessageTree } from './message-layout.ts';
import { MessageRows } from './message-rows.ts';

/** Numbers a pulse: sender, receiver, milliseconds at which it sets off, and group | priority << 4 | log2 of its count << 8. */
export const PULSE_WORDS = 4;
/** Links and groups of one beat that are drawn; thefts likewise. */
export const MOST_PULSES = 8_192;
export const MOST_THEFTS = 512;
/** A group's rate fades over this time, so that figures can be read. */
const RATE_MS = 1_500;

/** Pulses for the GPU, in two halves: the beat under way and the one before, whose pulses may still be on their way. */
export class PulseBuffer {
  readonly words: Uint32Array<ArrayBuffer>;
  /** Pulses of each half. */
  readonly counts = [0, 0];
  /** Raised with each beat. */
  version = 0;
  private half = 0;

  constructor(readonly capacity: number) {
    this.words = new Uint32Array(2 * capacity * PULSE_WORDS);
  }

  /** The half written last: first pulse and number of pulses. */
  get newest(): { readonly first: number; readonly count: number } {
    return { first: this.half * this.capacity, count: this.counts[this.half] ?? 0 };
  }

  /** Begins the next half; what it held is over. */
  begin(): void {
    this.half = 1 - this.half;
    const first = this.half * this.capacity * PULSE_WORDS;
    this.words.fill(0, first, first + this.capacity * PULSE_WORDS);
    this.counts[this.half] = 0;
    this.version += 1;
  }

  add(sender: number, receiver: number, bornMs: number, look: number): boolean {
    const count = this.counts[this.half] ?? 0;
    if (count === this.capacity) return false;
    const at = (this.half * this.capacity + count) * PULSE_WORDS;
    this.words[at] = sender;
    this.words[at + 1] = receiver;
    this.words[at + 2] = bornMs;
    this.words[at + 3] = look;
    this.counts[this.half] = count + 1;
    return true;
  }

  clear(): void {
    this.words.fill(0);
    this.counts.fill(0);
    this.version += 1;
  }
}

/**
 * Gathers what the engine says was sent over which link, and lets every beat go as pulses: one for each link, direction and group,
 * however many messages it stands for. What finds no room is counted, not hidden.
 */
export class MessageFlow {
  readonly pulses = new PulseBuffer(MOST_PULSES);
  readonly thefts = new PulseBuffer(MOST_THEFTS);
  /** Messages a second by group, faded over RATE_MS. */
  readonly rates = new Float64Array(MESSAGE_GROUPS.length);
  /** Messages a second, by the engine's own count. */
  rate = 0;
  /** Of all messages, the share that the rows told of, in the newest frame: 0..1. */
  counted = 1;
  /** Of the last beat's links and groups, the share that is drawn: 0..1. */
  drawn = 1;
  private readonly waiting = new LinkTable(MOST_PULSES);
  private readonly senders = new Uint32Array(MOST_PULSES);
  private readonly receivers = new Uint32Array(MOST_PULSES);
  private readonly looks = new Uint32Array(MOST_PULSES);
  private readonly counts = new Float64Array(MOST_PULSES);
  private refused = 0;
  private beganMs = -Infinity;

  /** Takes a frame of topic frame.messages. */
  take(frame: ArrayBuffer): void {
    const rows = new MessageRows(frame);
    const { intervalMs, messages } = rows;
    if (intervalMs <= 0) return;
    const fade = Math.exp(-intervalMs / RATE_MS);
    const perSecond = ((1 - fade) * 1_000) / intervalMs;
    for (let group = 0; group < this.rates.length; group += 1) {
      this.rates[group] = (this.rates[group] ?? 0) * fade;
    }
    let counted = 0;
    for (let row = 0; row < rows.count; row += 1) {
      const group = groupOfType(rows.type(row));
      const told = rows.told(row);
      counted += told;
      this.rates[group] = (this.rates[group] ?? 0) + told * perSecond;
      this.gather(rows, row, group, told);
    }
    this.rate = this.rate * fade + messages * perSecond;
    this.counted = messages > 0 ? Math.min(1, counted / messages) : 1;
  }

  /**
   * Lets a beat go when the one before is over; true when pulses were written. `nowMs` from the page's start. Of more than `most` links
   * and groups an even sample is drawn.
   */
  beat(nowMs: number, tree: MessageTree, parents: Int32Array, most = MOST_PULSES): boolean {
    if (this.waiting.size === 0 || nowMs - this.beganMs < BEAT_MS) return false;
    this.beganMs = nowMs;
    this.pulses.begin();
    this.thefts.begin();
    const { size } = this.waiting;
    const share = Math.min(1, most / size);
    let drawn = 0;
    for (let i = 0; i < size; i += 1) {
      if (Math.floor((i + 1) * share) === Math.floor(i * share)) continue;
      if (this.letGo(i, nowMs, tree, parents)) drawn += 1;
    }
    this.drawn = drawn / (size + this.refused);
    this.waiting.clear();
    this.refused = 0;
    return true;
  }

  /** Whether a pulse can still be on its way. */
  moving(nowMs: number): boolean {
    return this.waiting.size > 0 || nowMs - this.beganMs < 2 * BEAT_MS;
  }

  /** Forgets everything: another run's spheres. */
  clear(): void {
    this.waiting.clear();
    this.pulses.clear();
    this.thefts.clear();
    this.rates.fill(0);
    this.rate = 0;
  }

  private gather(rows: MessageRows, row: number, group: number, told: number): void {
    const sender = rows.sender(row);
    const receiver = rows.receiver(row);
    const stolen = rows.type(row) === STOLEN_WORK ? 1 : 0;
    const look = lookOf(group, rows.priority(row), stolen);
    const { waiting } = this;
    const known = waiting.size;
    // Ids are below 65,536 (LIMITS.spheres), Node Zero is beyond: 17 bits, and 5 for group and theft.
    const at = waiting.row(sender, place(receiver) * 32 + group * 2 + stolen);
    if (at < 0) {
      this.refused += 1;
    } else if (at < known) {
      this.counts[at] = (this.counts[at] ?? 0) + told;
      this.looks[at] = Math.max(this.looks[at] ?? 0, look);
    } else {
      this.senders[at] = sender;
      this.receivers[at] = receiver;
      this.looks[at] = look;
      this.counts[at] = told;
    }
  }

  private letGo(i: number, nowMs: number, tree: MessageTree, parents: Int32Array): boolean {
    const sender = this.senders[i] ?? 0;
    const receiver = this.receivers[i] ?? 0;
    const look = this.looks[i] ?? 0;
    if (!isPresent(sender, tree) || !isPresent(receiver, tree)) return false;
    const size = Math.min(15, Math.floor(Math.log2(Math.max(1, this.counts[i] ?? 1))));
    const words = (look & 0xff) | (size << 8);
    // The work goes from the victim, the receiver of the acceptance, to the thief.
    if (look & STOLEN_BIT) return this.thefts.add(receiver, sender, nowMs, words);
    const born = nowMs + delayMs(tree, parents, { sender, receiver, group: look & 15 });
    return this.pulses.add(sender, receiver, born, words);
  }
}

const STOLEN_BIT = 0x100;

function isPresent(id: number, { count }: MessageTree): boolean {
  return id < count || id === NODE_ZERO;
}

function lookOf(group: number, priority: number, stolen: number): number {
  return group | (priority << 4) | (stolen * STOLEN_BIT);
}

function place(id: number): number {
  return id === NODE_ZERO ? 0x1_ffff : id;
}
