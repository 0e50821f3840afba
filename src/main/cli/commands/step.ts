import { LIMITS } from '../../../shared/contract/limits.ts';
import { optionHelp, readCommandLine } from '../../host/shell/command-line.ts';
import { COMMON, RUNS } from '../common-options.ts';
import { findRun } from '../find-run.ts';
import { oneWord, withSession, type Command } from '../session.ts';
import type { LoopEvent } from '../../../shared/contract/loop.ts';
import type { RpcClient } from '../../../shared/rpc/rpc-client.ts';

const OPTIONS = {
  count: { kind: 'integer', ...LIMITS.steps, help: 'steps to train (default: 1)' },
  ...RUNS,
  ...COMMON,
} as const;

/** `crystalline step`: trains a stored run one step at a time and tells each moment of it. */
export const step: Command = {
  name: 'step',
  summary: 'train a stored run step by step',
  help: `Loads a stored run from its newest checkpoint, trains one step, or as many as --count says, standing still after each,
and saves. Tells every moment of the training loop: when an epoch begins and ends, a batch begins, the gradients are
reduced, the weights are updated, a checkpoint is written.

Usage: crystalline step RUN [options]

RUN is a run's id, the beginning of it, its name, or last.

${optionHelp(OPTIONS)}

The line of --json has run, step, loss (of the last step's batch, in nats a token) and checkpoint.
`,
  async run(args, context) {
    const { options, words } = readCommandLine(args, OPTIONS);
    const word = oneWord(words, 'step', 'RUN');
    return withSession(context, options.runs, async (client) => {
      const { runId } = await findRun(client, word);
      const { step: from } = await client.call('run.restore', { runId });
      const heard = listen(client, (event) => context.terminal.say(lineOf(event)));
      let at = from;
      for (let left = options.count ?? 1; left > 0; left -= 1) {
        const { step: now } = await client.call('run.step', { runId });
        if (now === at) break; // paused itself, or there is none left
        at = now;
      }
      const { name } = await client.call('run.checkpoint', { runId });
      const loss = await heard(at);
      return { code: 0, json: { run: runId, step: at, loss: loss ?? null, checkpoint: name } };
    });
  },
};

/** Listens to the loop; the result waits until it has told of everything up to the checkpoint of a step. */
function listen(client: RpcClient, each: (event: LoopEvent) => void) {
  let loss: number | undefined;
  let saved = -1;
  let wake: () => void = () => undefined;
  client.subscribe('run.loop', ({ events }) => {
    for (const event of events) {
      each(event);
      if (event.kind === 'batch-end') loss = event.value;
      if (event.kind === 'checkpoint') saved = event.step;
    }
    wake();
  });
  return async (step: number) => {
    while (saved < step) await new Promise<void>((resolve) => (wake = resolve));
    return loss;
  };
}

const VALUE: Readonly<Record<LoopEvent['kind'], (event: LoopEvent) => string>> = {
  'epoch-start': ({ epoch }) => `epoch ${epoch}`,
  'epoch-end': ({ epoch, value }) => `epoch ${epoch}, mean loss ${value.toFixed(4)}`,
  'batch-start': () => '',
  'batch-end': ({ value }) => `loss ${value.toFixed(4)}`,
  'gradient-sync': ({ value }) => `norm ${value.toPrecision(4)}`,
  'weight-update': ({ value }) => `version ${value}`,
  checkpoint: ({ value }) => `${value} bytes`,
  error: ({ message = '' }) => message,
};

function lineOf(event: LoopEvent): string {
  const { step: at, kind } = event;
  return `step ${at}  ${kind.padEnd(13)}  ${VALUE[kind](event)}`.trimEnd();
}
