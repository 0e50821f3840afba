import type { RunSummary } from '../../../shared/contract/run.ts';
import { optionHelp, readCommandLine } from '../../host/shell/command-line.ts';
import { COMMON, RUNS } from '../common-options.ts';
import { count, nats, table } from '../format.ts';
import { noWords, withSession, type Command } from '../session.ts';

const OPTIONS = { ...RUNS, ...COMMON } as const;
const HEADER = ['RUN', 'NAME', 'STARTED', 'STEP', 'LOSS', 'VAL', 'CHECKPOINTS'];
const FIGURES = new Set([3, 4, 5, 6]);

/** `crystalline runs`: what is stored. */
export const runs: Command = {
  name: 'runs',
  summary: 'list the stored runs',
  help: `Lists the stored runs, newest first.

Usage: crystalline runs [options]

${optionHelp(OPTIONS)}

The result of --json is a list of the contract's RunSummary.
`,
  async run(args, context) {
    const { options, words } = readCommandLine(args, OPTIONS);
    noWords(words, 'runs');
    const { terminal } = context;
    return withSession(context, options.runs, async (client) => {
      const { runs: stored } = await client.call('run.list');
      const { runsDirectory } = await client.call('session.info');
      if (!options.json) {
        terminal.print(
          stored.length === 0
            ? `No runs in ${runsDirectory} yet. Start one with: crystalline train FILE`
            : table(HEADER, stored.map(row), FIGURES),
        );
      }
      return { code: 0, json: { result: stored, runs_dir: runsDirectory } };
    });
  },
};

function row(run: RunSummary): string[] {
  const started = new Date(run.createdAtMs).toISOString().slice(0, 16).replace('T', ' ');
  if (run.problem !== undefined) return [run.runId, run.name, started, run.problem];
  return [
    run.runId,
    run.name,
    started,
    `${count(run.step)}/${count(run.steps)}`,
    nats(run.trainLossNats),
    nats(run.validationLossNats),
    String(run.checkpoints.length),
  ];
}
