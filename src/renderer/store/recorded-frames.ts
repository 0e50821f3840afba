import { Recording } from './recording.ts';

/** The present run's recording. */
export const recording = new Recording();
