import { MOST_RESTRAINT } from '../kit/governor.ts';

/** Figures of the HUD, all measured. */
export interface HudFigures {
  readonly spheres: number;
  /** Those on the screen. */
  readonly spheresDrawn: number;
  /** Events of the present shell. */
  readonly eventsHeld: number;
  /** Those on the screen. */
  readonly eventsDrawn: number;
  /** Primes of the clock lattice on the screen. */
  readonly primesDrawn: number;
  readonly drawCalls: number;
  /** 0: the scene stood still. */
  readonly framesPerSecond: number;
  readonly jsMs: number;
  readonly uploadBytes: number;
  /** Refreshes missed since the reading before. */
  readonly droppedFrames: number;
  /** Links of the tree; 0 when they are not shown. */
  readonly links: number;
  /** Those on the screen. */
  readonly linksDrawn: number;
  /** Every how many slots an event is drawn. */
  readonly eventStride: number;
  /** How far the governor holds back, 0 to MOST_RESTRAINT. */
  readonly governorLevel: number;
  /** The GL renderer's short name. */
  readonly renderer: string;
  /** True when the processor draws. */
  readonly software: boolean;
}

const whole = (x: number): string => Math.round(x).toLocaleString('en');

/** The figures as two lines: what is drawn, and what it costs. */
export function hudLines(figures: HudFigures): readonly [string, string] {
  const { eventsHeld, eventsDrawn, eventStride } = figures;
  const renderer = figures.software ? `${figures.renderer}, software GL` : figures.renderer;
  const events =
    eventsDrawn === eventsHeld
      ? `${whole(eventsHeld)} events`
      : eventStride > 1 && eventsDrawn > 0
        ? `${whole(eventsDrawn)} of ${whole(eventsHeld)} events (1 in ${eventStride})`
        : `${whole(eventsDrawn)} of ${whole(eventsHeld)} events`;
  const spheres =
    figures.spheresDrawn === figures.spheres
      ? whole(figures.spheres)
      : `${whole(figures.spheresDrawn)} of ${whole(figures.spheres)}`;
  const primes = figures.primesDrawn > 0 ? ` · ${whole(figures.primesDrawn)} primes` : '';
  const links =
    figures.linksDrawn < figures.links
      ? ` · ${whole(figures.linksDrawn)} of ${whole(figures.links)} links`
      : '';
  const drawn = `${spheres} spheres${links} · ${events}${primes} · ${figures.drawCalls} draws`;
  if (figures.framesPerSecond === 0) return [drawn, `still · ${renderer}`];
  const cost = [
    `${whole(figures.framesPerSecond)} fps`,
    `${figures.jsMs.toFixed(1)} ms js`,
    `${(figures.uploadBytes / 1e6).toFixed(2)} MB/frame`,
    ...(figures.governorLevel > 0
      ? [`governor ${figures.governorLevel} of ${MOST_RESTRAINT}`]
      : []),
    ...(figures.droppedFrames > 0 ? [`${whole(figures.droppedFrames)} dropped`] : []),
    renderer,
  ];
  return [drawn, cost.join(' · ')];
}
