import { beforeEach, describe, expect, it } from 'vitest';
import { resetWindow, statusOf } from '../../../helpers/window-fixture.ts';
import { setRunStatus, useRun } from '../../../../src/renderer/store/run-slice.ts';

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

beforeEach(() => resetWindow());

describe('run status', () => {
  it('keeps the parts that did not change, so that their readers do not render', () => {
    setRunStatus(statusOf('running', { step: 1 }));
    const { config, corpus, checkpoints } = useRun.getState().status;
    setRunStatus(copy(statusOf('running', { step: 2 })));
    const { status } = useRun.getState();
    expect(status.step).toBe(2);
    expect(status.config).toBe(config);
    expect(status.corpus).toBe(corpus);
    expect(status.checkpoints).toBe(checkpoints);
  });

  it('takes everything of another run, and a new checkpoint', () => {
    setRunStatus(statusOf('running'));
    const checkpoint = { name: 'a', step: 1, bytes: 1, writtenAtMs: 5, weightsSha256: '' };
    setRunStatus(copy(statusOf('running', { checkpoints: [checkpoint] })));
    expect(useRun.getState().status.checkpoints).toEqual([checkpoint]);
    const other = copy(statusOf('running', { runId: 'other' }));
    setRunStatus(other);
    expect(useRun.getState().status).toBe(other);
  });
});
