import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resetWindow } from '../../../helpers/window-fixture.ts';
import { FakeEngine } from '../../../helpers/fake-engine.ts';
import { connect } from '../../../../src/renderer/app/connect.ts';
import { createHost } from '../../../../src/main/host/host.ts';
import type { Host } from '../../../../src/main/host/host.ts';
import { createMemoryPair } from '../../../../src/shared/rpc/memory-transport.ts';
import type { HostLink } from '../../../../src/renderer/bridge/host-link.ts';
import { newestFrames } from '../../../../src/renderer/store/newest-frames.ts';
import { openCorpus } from '../../../../src/renderer/commands/corpus-commands.ts';
import {
  checkpointRun,
  pauseRun,
  restoreRun,
  startRun,
  stepRun,
  stopRun,
} from '../../../../src/renderer/commands/run-commands.ts';
import { setDraftField } from '../../../../src/renderer/store/draft-slice.ts';
import { useCorpus } from '../../../../src/renderer/store/corpus-slice.ts';
import { useDialog } from '../../../../src/renderer/store/dialog-slice.ts';
import { useMetrics } from '../../../../src/renderer/store/metrics-slice.ts';
import { useNotices } from '../../../../src/renderer/store/notice-slice.ts';
import { useRun } from '../../../../src/renderer/store/run-slice.ts';
import { useRuns } from '../../../../src/renderer/store/runs-slice.ts';
import { useSession } from '../../../../src/renderer/store/session-slice.ts';

const TEXT = 'Call me Ishmael. Some years ago, never mind how long precisely. '.repeat(40);

let directory: string;
let host: Host | undefined;
let link: HostLink;
/** Ends the present connection, as a lost network does. */
let cut: () => void;

function startHost(): Host {
  host = createHost({
    runsDirectory: directory,
    shell: 'test',
    version: '0.1.0',
    engine: new FakeEngine({ stepDelayMs: 1 }),
  });
  return host;
}

const state = () => useRun.getState().status.state;
const until = (read: () => unknown) => expect.poll(read, { timeout: 10_000 });

beforeEach(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'crystalline-window-'));
  resetWindow();
  useSession.setState(useSession.getInitialState(), true);
  useCorpus.setState({ ...useCorpus.getInitialState() }, true);
  startHost();
  link = connect(() => {
    if (!host) return Promise.reject(new Error('No host.'));
    const [ours, theirs] = createMemoryPair();
    host.connect(theirs);
    cut = () => theirs.close('The network broke.');
    return Promise.resolve(ours);
  });
  await until(() => useSession.getState().connection.kind).toBe('connected');
  await openCorpus({ kind: 'text', name: 'moby.txt', text: TEXT });
});
afterEach(async () => {
  link.close();
  await host?.close({ discard: true });
  rmSync(directory, { recursive: true, force: true });
});

describe('the window on a host', { timeout: 60_000 }, () => {
  it('starts, follows, pauses, steps, saves and restores a run', async () => {
    expect(useCorpus.getState().corpus?.name).toBe('moby.txt');
    setDraftField('steps', '4000');
    await startRun();
    await until(() => useMetrics.getState().newest?.step ?? 0).toBeGreaterThan(20);
    await until(() => newestFrames.spheres.rows).toBe(13);
    await until(() => newestFrames.events.newestN).toBeGreaterThan(0);
    await pauseRun();
    await until(state).toBe('paused');
    const { step } = useRun.getState().status;
    await until(() => useMetrics.getState().newest?.step).toBe(step);

    await checkpointRun();
    await until(() => useRun.getState().status.lastCheckpoint?.step).toBe(step);
    await stepRun(5);
    await until(() => useMetrics.getState().newest?.step).toBe(step + 5);
    const { columns } = useMetrics.getState();
    const nextLoss = columns.lossNats[step];

    const { runId = '' } = useRun.getState().status;
    await until(() => useRun.getState().status.unsavedSteps).toBe(5);
    restoreRun(runId);
    useDialog.getState().confirmation?.onConfirm();
    await until(() => useRun.getState().status.step).toBe(step);
    await until(() => useMetrics.getState().newest?.step).toBe(step);
    await until(() => useRun.getState().pending).toBeUndefined();
    await stepRun();
    await until(() => useMetrics.getState().newest?.step).toBe(step + 1);
    expect(useMetrics.getState().columns.lossNats[step]).toBe(nextLoss);

    await stopRun();
    await until(state).toBe('stopped');
    await until(() => useRuns.getState().runs?.map((run) => run.runId)).toEqual([runId]);
    expect(useNotices.getState().notices.filter(({ level }) => level !== 'info')).toEqual([]);
  });

  it('follows the same run again after the connection broke, with nothing missing', async () => {
    setDraftField('steps', '4000');
    await startRun();
    await until(() => useMetrics.getState().newest?.step ?? 0).toBeGreaterThan(10);
    cut();
    await until(() => useSession.getState().connection.kind).toBe('disconnected');
    link.retryNow();
    await until(() => useSession.getState().connection.kind).toBe('connected');
    await pauseRun();
    await until(state).toBe('paused');
    const { step } = useRun.getState().status;
    await until(() => useMetrics.getState().newest?.step).toBe(step);
    const { columns } = useMetrics.getState();
    const steps = Array.from(columns.step.subarray(0, columns.rows));
    expect(steps).toEqual(steps.map((_, i) => i + 1));
  });

  it('forgets a run that its host no longer holds, and opens the corpus there again', async () => {
    await startRun();
    await until(() => newestFrames.spheres.rows).toBe(13);
    await host?.close({ discard: true });
    startHost();
    await until(() => useSession.getState().connection.kind).toBe('disconnected');
    link.retryNow();
    await until(state).toBe('idle');
    await until(() => useCorpus.getState().corpus?.name).toBe('moby.txt');
    expect(newestFrames.spheres.frame).toBeUndefined();
    expect(useMetrics.getState().columns.rows).toBe(0);
  });
});
