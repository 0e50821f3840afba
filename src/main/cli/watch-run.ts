import type { RunConfig, RunStatus, ValidationFigures } from '../../shared/contract/run.ts';
import type { MetricsBatch } from '../../shared/contract/topics.ts';
import type { RpcClient } from '../../shared/rpc/rpc-client.ts';
import { createEndRequests } from '../host/shell/end-requests.ts';
import { CallError } from '../../shared/rpc/call-error.ts';
import { logInterval, progressBar, progressText, type Progress } from './progress-line.ts';
import type { Terminal } from './terminal.ts';

/** What the rows of a training said, added up. */
export interface Tally {
  readonly rows: number;
  readonly stepMsTotal: number;
  readonly step: number;
  readonly lossNats?: number;
  /** The newest that was measured. */
  readonly validationLossNats?: number;
  readonly validation?: ValidationFigures;
}

export interface Watched {
  readonly status: RunStatus;
  readonly tally: Tally;
  /** The user wanted it to end before its last step. */
  readonly interrupted: boolean;
}

/** Listens to a run from before it starts. */
export interface RunWatch {
  /**
   * Shows the run's progress until it is done, or the user interrupts it (it is then paused). Every row has been
   * counted. Rejects when the run fails.
   */
  untilEnd(runId: string, config: RunConfig, startStep: number): Promise<Watched>;
}

export function watchRun(client: RpcClient, terminal: Terminal): RunWatch {
  let status: RunStatus | undefined;
  let tally: Tally = { rows: 0, stepMsTotal: 0, step: 0 };
  let changed: () => void = () => undefined;
  client.subscribe('run.status', (next) => {
    status = next;
    changed();
  });
  client.subscribe('run.metrics', (batch) => {
    tally = added(tally, batch);
    changed();
  });
  return {
    async untilEnd(runId, config, startStep) {
      const show = createDisplay(terminal, config.steps);
      const stop = createStopper(client, terminal, runId);
      const allCounted = ({ step }: RunStatus) => step <= startStep || tally.step >= step;
      try {
        return await new Promise<Watched>((resolve, reject) => {
          changed = () => {
            if (!status || status.runId !== runId) return;
            show(progressOf(status, tally, config));
            stop.see(status);
            if (status.state === 'failed') {
              reject(new CallError('internal', status.failure ?? 'The run failed.'));
            } else if (hasEnded(status, stop.wanted()) && allCounted(status)) {
              resolve({ status, tally, interrupted: status.step < config.steps });
            }
          };
          changed();
        });
      } finally {
        changed = () => undefined;
        stop.forget();
      }
    },
  };
}

/** Turns Ctrl-C into a pause, as soon as the run is in a state that can be paused; a second one ends at once. */
function createStopper(client: RpcClient, terminal: Terminal, runId: string) {
  let wanted = false;
  let asked = false;
  let newest: RunStatus | undefined;
  const pause = () => {
    if (!wanted || asked || newest?.state !== 'running') return;
    asked = true;
    client.call('run.pause', { runId }).catch(() => (asked = false)); // no longer running: the next status decides
  };
  const request = createEndRequests();
  const forget = terminal.onInterrupt(() => {
    const meaning = request();
    if (meaning === 'insists') terminal.abandon();
    if (meaning !== 'first') return;
    wanted = true;
    terminal.say('Stopping at the end of this step … (Ctrl-C again: at once, without saving)');
    pause();
  });
  return {
    wanted: () => wanted,
    see: (status: RunStatus) => {
      newest = status;
      pause();
    },
    forget,
  };
}

function hasEnded({ state, pausedBecause }: RunStatus, interrupted: boolean): boolean {
  if (state === 'completed' || state === 'stopped') return true;
  return state === 'paused' && (interrupted || pausedBecause !== undefined);
}

function added(tally: Tally, batch: MetricsBatch): Tally {
  const last = batch.step.length - 1;
  if (last < 0) return tally;
  const validation = batch.validationLossNats.findLast((value) => value !== null);
  const figures = batch.validation.findLast((value) => value !== null);
  const lossNats = batch.lossNats[last];
  return {
    ...tally,
    rows: tally.rows + batch.step.length,
    stepMsTotal: tally.stepMsTotal + batch.stepMs.reduce((sum, ms) => sum + ms, 0),
    step: batch.step[last] ?? tally.step,
    ...(lossNats !== undefined && { lossNats }),
    ...(typeof validation === 'number' && { validationLossNats: validation }),
    ...(figures && { validation: figures }),
  };
}

function progressOf(status: RunStatus, tally: Tally, { steps }: RunConfig): Progress {
  return {
    step: tally.rows > 0 ? tally.step : status.step, // the step whose loss is shown
    steps,
    lossNats: tally.lossNats,
    validationLossNats: tally.validationLossNats,
    tokensPerSecond: status.tokensPerSecond,
    etaSeconds: status.etaSeconds,
  };
}

/** A bar in place on a terminal, a line now and then in a log. */
function createDisplay(terminal: Terminal, steps: number): (progress: Progress) => void {
  const { progress: draw } = terminal;
  if (draw) return (progress) => draw(progressBar(progress, terminal.columns));
  const interval = logInterval(steps);
  let said = 0;
  return (progress) => {
    const due = Math.floor(progress.step / interval);
    if (due <= said || progress.lossNats === undefined) return;
    said = due;
    terminal.say(progressText(progress));
  };
}
