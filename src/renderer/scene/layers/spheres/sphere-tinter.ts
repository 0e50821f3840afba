import { MUTED } from '../../../store/mask.ts';
import { MUTED_SHARE, mixRgb } from '../../kit/colour.ts';
import type { Rgb } from '../../kit/colour.ts';
import { blendShare, flashLeft } from './sphere-colour.ts';
import type { SphereRows } from './sphere-rows.ts';

const ALL_SHOWN = new Uint8Array(0);

/**
 * The colours shown, gliding towards those of the newest frame. One for each tree; `aim` with every new frame or colouring,
 * `advance` with every drawn one.
 */
export class SphereTinter {
  private readonly goals: Float32Array;
  private readonly shown: Float32Array;
  private readonly flashes: Float32Array;
  private readonly steals: Float64Array;
  private fresh = true;
  private seenSteals = false;

  constructor(private readonly count: number) {
    this.goals = new Float32Array(count * 3);
    this.shown = new Float32Array(count * 3);
    this.flashes = new Float32Array(count);
    this.steals = new Float64Array(count);
  }

  /** Sets the goals: each sphere's colour; muted spheres sink into the ground. The frame's counters tell where something was stolen. */
  aim(
    rows: SphereRows | undefined,
    colourOf: (id: number) => Rgb,
    ground: Rgb,
    mask = ALL_SHOWN,
  ): void {
    for (let id = 0; id < this.count; id += 1) {
      const own = colourOf(id);
      const [red, green, blue] = mask[id] === MUTED ? mixRgb(own, ground, MUTED_SHARE) : own;
      this.goals[id * 3] = red;
      this.goals[id * 3 + 1] = green;
      this.goals[id * 3 + 2] = blue;
      this.countSteals(id, rows?.steals(id) ?? 0);
    }
    this.seenSteals = rows !== undefined;
  }

  /** Moves the shown colours and writes them as bytes (red, green, blue, flash); true while anything changed. */
  advance(elapsedMs: number, tints: Uint8Array): boolean {
    const share = this.fresh ? 1 : blendShare(elapsedMs);
    let changed = this.fresh;
    this.fresh = false;
    const { count, goals, shown, flashes } = this;
    for (let id = 0; id < count; id += 1) {
      for (let channel = 0; channel < 3; channel += 1) {
        const at = id * 3 + channel;
        const from = shown[at] ?? 0;
        const goal = goals[at] ?? 0;
        if (from !== goal) {
          shown[at] = Math.abs(goal - from) < 0.002 ? goal : from + (goal - from) * share;
        }
        changed = write(tints, id * 4 + channel, shown[at] ?? 0) || changed;
      }
      const flash = flashes[id] ?? 0;
      changed = write(tints, id * 4 + 3, flash) || changed;
      if (flash > 0) flashes[id] = flashLeft(flash, elapsedMs);
    }
    return changed;
  }

  /** A counter that rose since the frame before flashes; one that fell belongs to another run. */
  private countSteals(id: number, steals: number): void {
    if (this.seenSteals && steals > (this.steals[id] ?? 0)) this.flashes[id] = 1;
    this.steals[id] = steals;
  }
}

function write(bytes: Uint8Array, at: number, value: number): boolean {
  const byte = Math.round(value * 255);
  if (bytes[at] === byte) return false;
  bytes[at] = byte;
  return true;
}
