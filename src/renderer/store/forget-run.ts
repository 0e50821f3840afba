import { clearHistory } from './history-slice.ts';
import { resetFrames } from './newest-frames.ts';
import { resetSelection } from './selection-slice.ts';
import { resetTime } from './time-slice.ts';

/** Forgets everything that belongs to the run shown: its frames, its recording, what was selected in it. */
export function forgetRun(): void {
  resetFrames();
  resetTime();
  resetSelection();
  clearHistory();
}
