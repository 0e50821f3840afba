import { describe, expect, it } from 'vitest';
import {
  RUN_TRANSITIONS,
  checkTransition,
} from '../../../../../src/main/host/runs/run-transitions.ts';
import type { RunState } from '../../../../../src/shared/contract/run.ts';

const STATES = Object.keys(RUN_TRANSITIONS) as RunState[];

describe('the table of a run’s states', () => {
  it.each(STATES)('lets %s stay, become what it lists, and nothing else', (from) => {
    for (const to of STATES) {
      const legal = from === to || RUN_TRANSITIONS[from].includes(to);
      if (legal) checkTransition(from, to);
      else expect(() => checkTransition(from, to)).toThrow(`A run that is ${from} cannot`);
    }
  });

  it('reaches every state from idle, and idle from every state', () => {
    const reachable = (from: RunState) => {
      const seen = new Set<RunState>([from]);
      for (const state of seen) for (const next of RUN_TRANSITIONS[state]) seen.add(next);
      return seen;
    };
    expect(reachable('idle').size).toBe(STATES.length);
    for (const state of STATES) expect(reachable(state).has('idle'), state).toBe(true);
  });

  it('never trains or saves what has failed or ended', () => {
    for (const ended of ['failed', 'stopped'] as const) {
      expect(RUN_TRANSITIONS[ended]).not.toContain('running');
      expect(RUN_TRANSITIONS[ended]).not.toContain('checkpointing');
    }
  });
});
