import { MUTED } from '../../../store/mask.ts';
import { MUTED_SHARE } from '../../kit/colour.ts';
import type { PackedRgb } from '../../kit/colour.ts';
import { blendShare } from './sphere-colour.ts';
import { ROW_WORDS, SPHERE_AT } from './sphere-rows.ts';
import type { SphereRows } from './sphere-rows.ts';

const ALL_SHOWN = new Uint8Array(0);
const FLASH = 0xff00_0000;
/** Two channels of a packed colour at once. */
const TWO = 0x00ff_00ff;
/** All of the way, in parts of 256. */
const ARRIVED = 256;
const MUTED_256 = Math.round(MUTED_SHARE * 256);

/**
 * The colours shown, gliding towards those of the newest frame: the GPU mixes `from` and `to` by `share`. One for each tree; `aim` with
 * every new frame or colouring, `advance` with every drawn one. The fourth channel is the flash of a steal, which `to` lets go.
 */
export class SphereTinter {
  /** Two packed colours a sphere, `from` and `to`, each with its flash above. */
  readonly tints: Uint32Array<ArrayBuffer>;
  /** Where the next `aim` leads; it is written before. */
  readonly goals: Int32Array;
  /** 0 at `from`, 1 at `to`. */
  share = 1;
  /** The same as signed words, which the engine's integer arithmetic needs no conversion for. */
  private readonly signed: Int32Array;
  private readonly steals: Int32Array;
  private elapsedMs = 0;
  private fresh = true;
  private seenSteals = false;

  /** `room`: spheres that `tints` holds, at least `count`. */
  constructor(
    private readonly count: number,
    room = count,
  ) {
    this.tints = new Uint32Array(2 * room);
    this.goals = new Int32Array(count);
    this.signed = new Int32Array(this.tints.buffer);
    this.steals = new Int32Array(count);
  }

  /**
   * Sets off from the colours shown now to each sphere's own, which stand in `goals`; muted spheres sink into the ground. The frame's
   * counters tell of thefts. Plain loops over whole arrays: this is done for every sphere of every frame.
   */
  aim(rows: SphereRows | undefined, ground: PackedRgb, mask: Uint8Array = ALL_SHOWN): void {
    const { goals, signed, fresh } = this;
    for (let id = 0; id < mask.length; id += 1) {
      if (mask[id] === MUTED) goals[id] = mixPacked(goals[id] ?? 0, ground, MUTED_256);
    }
    let glides = setOff(signed, goals, fresh ? ARRIVED : Math.round(this.share * ARRIVED));
    if (fresh) glides = setOff(signed, goals, ARRIVED);
    if (rows && this.flash(rows)) glides = true;
    this.seenSteals = rows !== undefined;
    this.fresh = false;
    this.elapsedMs = 0;
    this.share = glides ? 0 : 1;
  }

  /** Lets those flash whose counter of thefts rose since the frame before; one that fell belongs to another run. True when any did. */
  private flash(rows: SphereRows): boolean {
    const { count, signed, steals, seenSteals } = this;
    let any = false;
    const { words } = rows;
    const { stolenFrom, stolenTo } = SPHERE_AT;
    for (let id = 0; id < count; id += 1) {
      const row = id * ROW_WORDS;
      const stolen = ((words[row + stolenFrom] ?? 0) + (words[row + stolenTo] ?? 0)) | 0;
      const before = steals[id] ?? 0;
      if (stolen === before) continue;
      steals[id] = stolen;
      if (!seenSteals || ((stolen - before) | 0) <= 0) continue;
      signed[2 * id] = (signed[2 * id] ?? 0) | FLASH;
      any = true;
    }
    return any;
  }

  /** Moves on; true while anything may have changed. */
  advance(elapsedMs: number): boolean {
    if (this.share === 1) return false;
    this.elapsedMs += elapsedMs;
    this.share = blendShare(this.elapsedMs);
    return true;
  }
}

/** Sets off from where the way between each two of `tints` is now, `passed` of 256, towards `goals`; true when any is elsewhere. */
function setOff(tints: Int32Array, goals: Int32Array, passed: number): boolean {
  let apart = 0;
  for (let id = 0; id < goals.length; id += 1) {
    const goal = goals[id] ?? 0;
    const start = mixPacked(tints[2 * id] ?? 0, tints[2 * id + 1] ?? 0, passed);
    tints[2 * id] = start;
    tints[2 * id + 1] = goal;
    apart |= start ^ goal;
  }
  return apart !== 0;
}

/** Each of the four bytes, `share` of 256 of the way from a to b. */
function mixPacked(a: number, b: number, share: number): number {
  const rest = 256 - share;
  const low = (Math.imul(a & TWO, rest) + Math.imul(b & TWO, share)) >>> 8;
  const high = Math.imul((a >>> 8) & TWO, rest) + Math.imul((b >>> 8) & TWO, share);
  return (low & TWO) | (high & ~TWO);
}
