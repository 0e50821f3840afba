import { LIMITS } from '../../../shared/contract/limits.ts';
import { optionHelp, readCommandLine, UsageError } from '../../host/shell/command-line.ts';
import { COMMON, RUNS } from '../common-options.ts';
import { findRun } from '../find-run.ts';
import { oneWord, withSession, type Command } from '../session.ts';

const OPTIONS = {
  checkpoint: {
    kind: 'text',
    placeholder: 'file',
    help: "branch from this of the run's checkpoints (default: the newest)",
  },
  name: { kind: 'text', placeholder: 'name', help: "the new run's name" },
  ...RUNS,
  ...COMMON,
} as const;

/** `crystalline branch`: makes a run of its own out of a checkpoint. */
export const branch: Command = {
  name: 'branch',
  summary: 'make a run of its own out of a checkpoint',
  help: `Copies a checkpoint into a new run, whose run.json tells where it comes from. Go on with it by resume, as far as
you like with --steps; the run it comes from stays as it is.

Usage: crystalline branch RUN [options]

RUN is a run's id, the beginning of it, its name, or last.

${optionHelp(OPTIONS)}

The line of --json has run and step.
`,
  async run(args, context) {
    const { options, words } = readCommandLine(args, OPTIONS);
    const word = oneWord(words, 'branch', 'RUN');
    const { checkpoint, name } = options;
    if (name !== undefined && name.length > LIMITS.nameLength) {
      throw new UsageError(`--name must be at most ${LIMITS.nameLength} characters.`);
    }
    return withSession(context, options.runs, async (client) => {
      const { runId } = await findRun(client, word);
      const made = await client.call('run.branch', {
        runId,
        ...(checkpoint !== undefined && { checkpoint }),
        ...(name !== undefined && { name }),
      });
      context.terminal.say(`${made.runId} begins at step ${made.step} of ${runId}.`);
      context.terminal.say(`Go on with: crystalline resume ${made.runId}`);
      return { code: 0, json: { run: made.runId, step: made.step } };
    });
  },
};
