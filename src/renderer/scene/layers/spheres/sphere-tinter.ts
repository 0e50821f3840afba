import { MUTED } from '../../../store/mask.ts';
import { MUTED_SHARE } from '../../kit/colour.ts';
import type { PackedRgb } from '../../kit/colour.ts';
import { blendShare } from './sphere-colour.ts';
import type { SphereRows } from './sphere-rows.ts';

const ALL_SHOWN = new Uint8Array(0);
const FLASH = 0xff00_0000;
/** Two channels of a packed colour at once. */
const TWO = 0x00ff_00ff;
const MUTED_256 = Math.round(MUTED_SHARE * 256);

/**
 * The colours shown, gliding towards those of the newest frame: the GPU mixes `from` and `to` by `share`. One for each tree; `aim` with
 * every new frame or colouring, `advance` with every drawn one. The fourth channel is the flash of a steal, which `to` lets go.
 */
export class SphereTinter {
  /** One packed colour a sphere, with its flash above. */
  readonly from: Uint32Array<ArrayBuffer>;
  readonly to: Uint32Array<ArrayBuffer>;
  /** 0 at `from`, 1 at `to`. */
  share = 1;
  /** The same as signed words, which the engine's integer arithmetic needs no conversion for. */
  private readonly signedFrom: Int32Array;
  private readonly signedTo: Int32Array;
  private readonly steals: Int32Array;
  private elapsedMs = 0;
  private fresh = true;
  private seenSteals = false;

  /** `room`: length of the arrays, at least `count`. */
  constructor(
    private readonly count: number,
    room = count,
  ) {
    this.from = new Uint32Array(room);
    this.to = new Uint32Array(room);
    this.signedFrom = new Int32Array(this.from.buffer);
    this.signedTo = new Int32Array(this.to.buffer);
    this.steals = new Int32Array(count);
  }

  /** Sets off from the colours shown now to each sphere's own; muted spheres sink into the ground. The frame's counters tell of thefts. */
  aim(
    rows: SphereRows | undefined,
    colourOf: (id: number) => PackedRgb,
    ground: PackedRgb,
    mask = ALL_SHOWN,
  ): void {
    const { count, signedFrom: from, signedTo: to, steals, seenSteals, fresh } = this;
    const passed = Math.round(this.share * 256);
    let glides = false;
    for (let id = 0; id < count; id += 1) {
      const own = colourOf(id);
      const goal = mask[id] === MUTED ? mixPacked(own, ground, MUTED_256) : own;
      let start = fresh ? goal : mixPacked(from[id] ?? 0, to[id] ?? 0, passed);
      const stolen = rows ? rows.steals(id) | 0 : 0;
      // A counter that rose since the frame before flashes; one that fell belongs to another run.
      if (seenSteals && ((stolen - (steals[id] ?? 0)) | 0) > 0) start |= FLASH;
      steals[id] = stolen;
      from[id] = start;
      to[id] = goal;
      glides ||= start !== goal;
    }
    this.seenSteals = rows !== undefined;
    this.fresh = false;
    this.elapsedMs = 0;
    this.share = glides ? 0 : 1;
  }

  /** Moves on; true while anything may have changed. */
  advance(elapsedMs: number): boolean {
    if (this.share === 1) return false;
    this.elapsedMs += elapsedMs;
    this.share = blendShare(this.elapsedMs);
    return true;
  }
}

/** Each of the four bytes, `share` of 256 of the way from a to b. */
function mixPacked(a: number, b: number, share: number): number {
  if (a === b) return a;
  const rest = 256 - share;
  const low = (Math.imul(a & TWO, rest) + Math.imul(b & TWO, share)) >>> 8;
  const high = Math.imul((a >>> 8) & TWO, rest) + Math.imul((b >>> 8) & TWO, share);
  return (low & TWO) | (high & ~TWO);
}
