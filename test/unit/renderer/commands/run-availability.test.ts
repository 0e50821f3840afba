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

describe('availability', () => {
  it.each<[RunState, readonly string[]]>([
    ['idle', ['run.start', 'run.restore', 'run.branch']],
    ['running', ['run.pause', 'run.checkpoint', 'run.stop', 'run.branch']],
    [
      'paused',
      ['run.resume', 'run.step', 'run.checkpoint', 'run.stop', 'run.restore', 'run.branch'],
    ],
    ['checkpointing', ['run.pause', 'run.stop']],
    ['initializing', []],
    ['restoring', []],
    ['completed', ['run.start', 'run.restore', 'run.branch']],
    ['stopped', ['run.start', 'run.restore', 'run.branch']],
    ['failed', ['run.start', 'run.restore', 'run.branch']],
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
