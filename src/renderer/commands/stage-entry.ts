import { stagePort } from '../store/stage-port.ts';
import type { WindowCommand } from './window-command.ts';

/** A command of the stage, but for its group. */
export type Entry = Omit<WindowCommand, 'group' | 'why'> & Partial<Pick<WindowCommand, 'why'>>;

/** Gives an entry its group; without a reason against it it can always be given. */
export const of =
  (group: WindowCommand['group']) =>
  (entry: Entry): WindowCommand => ({ why: () => undefined, ...entry, group });

/** Why nothing can be done with the picture: there is none. */
export const drawn = (): string | undefined => (stagePort() ? undefined : 'Nothing is drawn here');
