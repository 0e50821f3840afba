/** Figures of the HUD, all measured. */
export interface HudFigures {
  readonly spheres: number;
  /** Events of the present shell. */
  readonly eventsHeld: number;
  /** Those on the screen. */
  readonly eventsDrawn: number;
  readonly drawCalls: number;
  /** 0: the scene stood still. */
  readonly framesPerSecond: number;
  readonly jsMs: number;
  readonly uploadBytes: number;
}

const whole = (x: number): string => Math.round(x).toLocaleString('en');

/** The figures as two lines: what is drawn, and what it costs. */
export function hudLines(figures: HudFigures, renderer: string): readonly [string, string] {
  const { eventsHeld, eventsDrawn } = figures;
  const events =
    eventsDrawn === eventsHeld
      ? `${whole(eventsHeld)} events`
      : `${whole(eventsDrawn)} of ${whole(eventsHeld)} events`;
  const drawn = `${whole(figures.spheres)} spheres · ${events} · ${figures.drawCalls} draws`;
  if (figures.framesPerSecond === 0) return [drawn, `still · ${renderer}`];
  const cost = [
    `${whole(figures.framesPerSecond)} fps`,
    `${figures.jsMs.toFixed(1)} ms js`,
    `${(figures.uploadBytes / 1e6).toFixed(2)} MB/frame`,
    renderer,
  ];
  return [drawn, cost.join(' · ')];
}
