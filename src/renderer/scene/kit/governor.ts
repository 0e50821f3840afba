import type { Quality } from './quality.ts';

/** Frames that one judgement is made from. */
const WINDOW = 24;
/** Slowest wanted frame, in milliseconds: 15 a second where the processor draws, 40 where a GPU does. */
const SLOWEST_MS = { software: 66, hardware: 25 } as const;
/** Judgements in a row that must find room before more is drawn again. */
const PATIENCE = 6;
/** How many judgements a level that was too slow is not tried again for. */
const MEMORY = 60;

/** What each level of restraint leaves of the first quality. Strides share no factor with the shell's 2, 3 and 5. */
const LEVELS = [
  { ratio: 2, least: 1, links: 1, all: 1, strides: [1, 7] },
  { ratio: 1.5, least: 1.6, links: 0.5, all: 0.35, strides: [7, 11] },
  { ratio: 1, least: 2.4, links: 0.15, all: 0.1, strides: [11, 17] },
  { ratio: 1, least: 4, links: 0.05, all: 0.03, strides: [17, 29] },
] as const;

/** The level at which the least is drawn. */
export const MOST_RESTRAINT = LEVELS.length - 1;

/**
 * Decides by the time that frames take how much is drawn: events, small spheres, links, pixels. Less as soon as the median of a
 * window is too slow; more again only after a while with room to spare.
 */
export class Governor {
  /** 0 is the full quality. */
  level = 0;
  private readonly times = new Float64Array(WINDOW);
  private taken = 0;
  private roomy = 0;
  private judged = 0;
  /** When each level was last too slow, in judgements. */
  private readonly slowAt = LEVELS.map(() => -Infinity);

  constructor(private readonly first: Quality) {}

  get quality(): Quality {
    return qualityAt(this.first, this.level);
  }

  /** Takes the longest time between two of the page's frames since one was drawn; true when the quality has changed. */
  take(frameMs: number): boolean {
    this.times[this.taken] = frameMs;
    this.taken += 1;
    if (this.taken < WINDOW) return false;
    this.taken = 0;
    this.judged += 1;
    const median = [...this.times].sort((a, b) => a - b)[WINDOW / 2] ?? 0;
    const slowest = this.first.software ? SLOWEST_MS.software : SLOWEST_MS.hardware;
    const before = this.level;
    if (median > slowest && this.level < LEVELS.length - 1) {
      this.slowAt[this.level] = this.judged;
      this.level += 1;
      this.roomy = 0;
    } else if (median < slowest * 0.5 && this.level > 0) {
      this.roomy += 1;
      const rested = this.judged - (this.slowAt[this.level - 1] ?? -Infinity) > MEMORY;
      if (this.roomy >= PATIENCE && rested) {
        this.level -= 1;
        this.roomy = 0;
      }
    } else {
      this.roomy = 0;
    }
    return this.level !== before;
  }
}

/** The quality at a level of restraint. */
export function qualityAt(first: Quality, level: number): Quality {
  const rules = LEVELS[level] ?? LEVELS[0];
  return {
    ...first,
    maxPixelRatio: Math.min(first.maxPixelRatio, rules.ratio),
    leastSpherePixels: first.leastSpherePixels * rules.least,
    mostLinks: Math.round(first.mostLinks * rules.links),
    mostPulses: Math.round(first.mostPulses * rules.links),
    allDrawn: Math.round(first.allDrawn * rules.all),
    eventStride: Math.max(first.eventStride, rules.strides[first.software ? 1 : 0]),
  };
}
