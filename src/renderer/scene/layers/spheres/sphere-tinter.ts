import { MUTED } from '../../../store/mask.ts';
import { MUTED_SHARE, mixRgb } from '../../kit/colour.ts';
import type { ScenePalette } from '../../kit/scene-palette.ts';
import type { SphereLayout } from './sphere-layout.ts';
import { workerCount } from './sphere-rows.ts';
import type { SphereRows } from './sphere-rows.ts';
import { blendShare, evenShare, flashLeft, sphereColour } from './sphere-colour.ts';

const ALL_SHOWN = new Uint8Array(0);

/**
 * The colours shown, gliding towards those of the newest frame. One for each tree; `aim` with every new frame,
 * `advance` with every drawn one. Allocates nothing but the small colour tuples of `aim`.
 */
export class SphereTinter {
  private readonly goals: Float32Array;
  private readonly shown: Float32Array;
  private readonly flashes: Float32Array;
  private readonly steals: Float64Array;
  private readonly leaves: number;
  private fresh = true;
  private seenSteals = false;

  constructor(private readonly layout: SphereLayout) {
    this.goals = new Float32Array(layout.count * 3);
    this.shown = new Float32Array(layout.count * 3);
    this.flashes = new Float32Array(layout.count);
    this.steals = new Float64Array(layout.count);
    this.leaves = layout.leaves.reduce((sum, leaf) => sum + leaf, 0);
  }

  /** Sets the goals from a frame, or to rest without one; muted spheres sink into the ground. */
  aim(rows: SphereRows | undefined, palette: ScenePalette, mask = ALL_SHOWN): void {
    const even = rows ? evenShare(workerCount(rows), this.leaves) : 1;
    for (let id = 0; id < this.layout.count; id += 1) {
      const activity = {
        state: rows?.state(id) ?? 'idle',
        leaf: this.layout.leaves[id] === 1,
        utilization: rows?.utilization(id) ?? 0,
      } as const;
      const own = sphereColour(activity, even, palette);
      const [red, green, blue] =
        mask[id] === MUTED ? mixRgb(own, palette.background, MUTED_SHARE) : own;
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
    for (let id = 0; id < this.layout.count; id += 1) {
      for (let channel = 0; channel < 3; channel += 1) {
        const at = id * 3 + channel;
        const from = this.shown[at] ?? 0;
        const goal = this.goals[at] ?? 0;
        this.shown[at] = Math.abs(goal - from) < 0.002 ? goal : from + (goal - from) * share;
        changed = write(tints, id * 4 + channel, this.shown[at] ?? 0) || changed;
      }
      const flash = flashLeft(this.flashes[id] ?? 0, elapsedMs);
      changed = write(tints, id * 4 + 3, this.flashes[id] ?? 0) || changed;
      this.flashes[id] = flash;
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
