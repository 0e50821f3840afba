import { LIMITS } from '../../../shared/contract/limits.ts';
import { optionHelp, readCommandLine, UsageError } from '../../host/shell/command-line.ts';
import type { RunConfig, RunStatus } from '../../../shared/contract/run.ts';
import { CallError } from '../../../shared/rpc/call-error.ts';
import type { RpcClient } from '../../../shared/rpc/rpc-client.ts';
import { COMMON, RUNS } from '../common-options.ts';
import { findRun } from '../find-run.ts';
import { finishRun } from '../finish-run.ts';
import { oneWord, withSession, type Command } from '../session.ts';
import { watchRun } from '../watch-run.ts';

const OPTIONS = {
  checkpoint: {
    kind: 'text',
    placeholder: 'file',
    help: "go on from this of the run's checkpoints (default: the newest sound one)",
  },
  steps: {
    kind: 'integer',
    ...LIMITS.steps,
    help: 'steps in all, more than the run has: they keep the last learning rate',
  },
  ...RUNS,
  ...COMMON,
} as const;

/** `crystalline resume`: goes on with a stored run from a checkpoint. */
export const resume: Command = {
  name: 'resume',
  summary: 'go on with a stored run',
  help: `Goes on with a stored run from a checkpoint, with the same bits as if it had never stopped.

Usage: crystalline resume RUN [options]

RUN is a run's id, the beginning of it, its name, or last.

${optionHelp(OPTIONS)}
`,
  async run(args, context) {
    const { options, words } = readCommandLine(args, OPTIONS);
    const word = oneWord(words, 'resume', 'RUN');
    const { terminal } = context;
    return withSession(context, options.runs, async (client) => {
      const { runId, name } = await findRun(client, word);
      if (options.steps !== undefined && options.checkpoint !== undefined) {
        throw new UsageError('--steps goes on from the newest checkpoint: leave --checkpoint out.');
      }
      if (options.steps !== undefined) {
        await client.call('run.extend', { runId, steps: options.steps });
      }
      const restored = nextStatus(client, (status) => isLoaded(status, runId, options.steps));
      const watch = watchRun(client, terminal);
      const { step } = await client.call('run.restore', {
        runId,
        ...(options.checkpoint !== undefined && { checkpoint: options.checkpoint }),
      });
      const config = (await restored).config as RunConfig;
      if (step >= config.steps) {
        throw new CallError('wrong-state', `${name} has done all its ${config.steps} steps.`);
      }
      terminal.say(`${name} (${runId}): going on after step ${step} of ${config.steps}.`);
      await client.call('run.resume', { runId });
      const watched = await watch.untilEnd(runId, config, step);
      return finishRun(client, terminal, runId, config, watched);
    });
  },
};

/** With as many steps as the run was extended to. */
function isLoaded({ runId, config }: RunStatus, wanted: string, steps?: number): boolean {
  return (
    runId === wanted && config !== undefined && (steps === undefined || config.steps === steps)
  );
}

function nextStatus(client: RpcClient, wanted: (status: RunStatus) => boolean): Promise<RunStatus> {
  return new Promise((resolve) => {
    const stop = client.subscribe('run.status', (status) => {
      if (!wanted(status)) return;
      stop();
      resolve(status);
    });
  });
}
