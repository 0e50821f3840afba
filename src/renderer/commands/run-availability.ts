import type { RunState } from '../../shared/contract/run.ts';

/** Everything that decides which run commands the present state allows. */
export interface RunSituation {
  readonly state: RunState;
  readonly connected: boolean;
  /** A run command under way. */
  readonly pending: string | undefined;
  readonly corpusOpen: boolean;
  /** Whether the run form has problems. */
  readonly draftSound: boolean;
}

export const RUN_COMMANDS = [
  'run.start',
  'run.pause',
  'run.resume',
  'run.step',
  'run.checkpoint',
  'run.stop',
  'run.restore',
  'run.branch',
  'run.extend',
  'run.setLearningRate',
  'run.export',
  'run.import',
] as const;
export type RunCommand = (typeof RUN_COMMANDS)[number];

const ALLOWED: Readonly<Record<RunCommand, readonly RunState[]>> = {
  'run.start': ['idle', 'completed', 'stopped', 'failed'],
  'run.pause': ['running', 'checkpointing'],
  'run.resume': ['paused'],
  'run.step': ['paused'],
  'run.checkpoint': ['running', 'paused'],
  'run.stop': ['running', 'paused', 'checkpointing'],
  'run.restore': ['idle', 'paused', 'completed', 'stopped', 'failed'],
  'run.branch': ['idle', 'running', 'paused', 'completed', 'stopped', 'failed'],
  'run.extend': ['idle', 'paused', 'completed', 'stopped', 'failed'],
  'run.setLearningRate': ['running', 'paused'],
  'run.export': ['idle', 'running', 'paused', 'checkpointing', 'completed', 'stopped', 'failed'],
  'run.import': ['idle', 'completed', 'stopped', 'failed'],
};

/** Whether a run is under way: holding the machine, though perhaps paused. */
export function isActive(state: RunState): boolean {
  return ['initializing', 'running', 'paused', 'checkpointing', 'restoring'].includes(state);
}

/** Why a command cannot be given now, in words; undefined when it can. */
export function whyUnavailable(command: RunCommand, now: RunSituation): string | undefined {
  if (!now.connected) return 'Not connected to the host';
  if (now.pending) return 'Waiting for the host';
  if (!ALLOWED[command].includes(now.state)) return stateReason(command, now.state);
  const begins = command === 'run.start' || command === 'run.import';
  if (begins && !now.corpusOpen) return 'Open a corpus first';
  if (begins && !now.draftSound) return 'The run form has a problem';
  return undefined;
}

function stateReason(command: RunCommand, state: RunState): string {
  if (state === 'initializing') return 'A run is being prepared';
  if (state === 'restoring') return 'A run is being restored';
  if (command === 'run.start') return 'A run is under way';
  if (command === 'run.import') return 'Stop the present run first';
  if (command === 'run.restore' || command === 'run.extend')
    return 'Pause or stop the present run first';
  if (command === 'run.step' && state === 'running') return 'Pause first';
  if (command === 'run.checkpoint' && state === 'checkpointing')
    return 'A checkpoint is being written';
  if (isActive(state)) return `The run is ${state}`;
  return 'No run is under way';
}
