/** Longest way from one layout to the next, in milliseconds. */
export const PASSAGE_MS = 200;

/**
 * The way of a cloud of points from one named layout to the next: the GPU knows where each layout puts a point and mixes the two.
 * Another layout chosen on the way is set off to from the nearer of the two.
 */
export class Passage<Name extends string> {
  from: Name;
  to: Name;
  /** 0 at `from`, 1 at `to`; eased. */
  share = 1;
  private elapsedMs = PASSAGE_MS;

  constructor(at: Name) {
    this.from = at;
    this.to = at;
  }

  get moving(): boolean {
    return this.share < 1;
  }

  /** Sets off to a layout; at once when motion is reduced. Nothing happens when it is the present one. */
  aim(to: Name, atOnce: boolean): void {
    if (to === this.to) return;
    this.from = this.share < 0.5 ? this.from : this.to;
    this.to = to;
    this.elapsedMs = 0;
    this.share = 0;
    if (atOnce) this.advance(PASSAGE_MS);
  }

  /** Moves on; true when anything moved. */
  advance(elapsedMs: number): boolean {
    if (!this.moving) return false;
    this.elapsedMs += elapsedMs;
    const time = Math.min(1, this.elapsedMs / PASSAGE_MS);
    this.share = time * time * (3 - 2 * time);
    return true;
  }
}
