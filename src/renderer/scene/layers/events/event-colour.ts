import { mapColour, mapStops } from '../../kit/colour-maps.ts';
import type { MapName, Theme } from '../../kit/colour-maps.ts';
import type { Rgb } from '../../kit/colour.ts';
import type {
  ColourMapName,
  ColourRange,
  EventColourName,
  EventLook,
} from '../../../store/scene-look.ts';
import { COLOUR_NATS } from './event-layout.ts';

/** Order of the colourings in the shader. */
export const EVENT_COLOUR_CODES: Readonly<Record<EventColourName, number>> = {
  loss: 0,
  group: 1,
  sphere: 2,
  class: 3,
  age: 4,
};

/** Colour of a sphere's events goes round a circle, as its leaf goes round the tree: neighbours look alike. */
export function eventMap(colour: EventColourName, map: ColourMapName): MapName {
  return colour === 'sphere' ? 'romaO' : map;
}

/** Ends of the scale of loss, in nats: locked, or from 0 to COLOUR_NATS; none where colours are no scale. */
export function eventRange({ colour, range }: EventLook): ColourRange | undefined {
  return colour === 'loss' ? (range ?? { min: 0, max: COLOUR_NATS }) : undefined;
}

/** Evenly spaced colours of a map, lowest first. */
export function eventScale(theme: Theme, map: ColourMapName = 'cividis'): readonly Rgb[] {
  return mapStops(map, theme);
}

/** Colour of a loss in nats on the first scale; what is no number gets the top. */
export function eventColour(lossNats: number, theme: Theme, map: ColourMapName = 'cividis'): Rgb {
  return mapColour(map, theme, lossNats / COLOUR_NATS);
}

/** How strongly an event of this age shows: the newest fully, the last of a shell at a third. `age` 0..1 of a shell. */
export function eventStrength(age: number): number {
  return 1 - 0.66 * Math.sqrt(Math.min(Math.max(age, 0), 1));
}
