import { describe, expect, it } from 'vitest';
import {
  RUN_COMMANDS,
  whyUnavailable,
} from '../../../../src/renderer/commands/run-availability.ts';
import type { RunSituation } from '../../../../src/renderer/commands/run-availability.ts';
import type { RunState } from '../../../../src/shared/contract/run.ts';

const sound: RunSituation = {
  state: 'idle',
  connected: true,
  pending: undefined,
  corpusOpen: true,
  draftSound: true,
};
const available = (state: RunState): readonly string[] =>
  RUN_COMMANDS.filter((command) => whyUnavailable(command, { ...sound, state }) === undefined);

const RESTING = [
  'run.start',
  'run.restore',
  'run.branch',
  'run.extend',
  'run.export',
  'run.import',
];
const RATE = ['run.setLearningRate', 'run.export'];

describe('availability', () => {
  it.each<[RunState, readonly string[]]>([
    ['idle', RESTING],
    ['running', ['run.pause', 'run.checkpoint', 'run.stop', 'run.branch', ...RATE]],
    [
      'paused',
      [
        'run.resume',
        'run.step',
        'run.checkpoint',
        'run.stop',
        'run.restore',
        'run.branch',
        'run.extend',
        ...RATE,
      ],
    ],
    ['checkpointing', ['run.pause', 'run.stop', 'run.export']],
    ['initializing', []],
    ['restoring', []],
    ['completed', RESTING],
    ['stopped', RESTING],
    ['failed', RESTING],
  ])('%s', (state, commands) => {
    expect(available(state)).toEqual(commands);
  });

  it('says why not, the most fundamental reason first', () => {
    expect(whyUnavailable('run.start', { ...sound, connected: false, pending: 'x' })).toBe(
      'Not connected to the host',
    );
    expect(whyUnavailable('run.start', { ...sound, pending: 'run.start' })).toBe(
      'Waiting for the host',
    );
    expect(whyUnavailable('run.start', { ...sound, corpusOpen: false })).toBe(
      'Open a corpus first',
    );
    expect(whyUnavailable('run.start', { ...sound, draftSound: false })).toBe(
      'The run form has a problem',
    );
    expect(whyUnavailable('run.step', { ...sound, state: 'running' })).toBe('Pause first');
    expect(whyUnavailable('run.pause', sound)).toBe('No run is under way');
  });
});
