import { classColour } from '../../kit/class-palette.ts';
import type { Rgb } from '../../kit/colour.ts';
import type { Theme } from '../../kit/colour-maps.ts';
import { SCENE_PALETTES } from '../../kit/scene-palette.ts';
import { MESSAGE_GROUPS } from './message-groups.ts';
import type { MessageGroup } from './message-groups.ts';

/** Place of the hierarchy's messages among the twelve class colours: one that no state has. */
const VIOLET = 8;

/** Colour of a group's pulses: reduction, update and trouble as everywhere, work as what is at work, the rest quiet. */
export function messageColour(group: MessageGroup, theme: Theme): Rgb {
  const palette = SCENE_PALETTES[theme];
  switch (group) {
    case 'work':
      return palette.processing;
    case 'gradients':
      return palette.accumulating;
    case 'weights':
      return palette.updating;
    case 'boundary':
      return palette.mark;
    case 'hierarchy':
      return classColour(VIOLET, theme);
    case 'errors':
      return palette.trouble;
    case 'coordination':
    case 'statistics':
    case 'shutdown':
      return palette.link;
  }
}

/** Colours of all groups, in their order. */
export function messageColours(theme: Theme): readonly Rgb[] {
  return MESSAGE_GROUPS.map((group) => messageColour(group, theme));
}
