import { EXPORT_FORMATS, WEIGHT_TYPES } from '../../../shared/contract/exchange.ts';
import { optionHelp, readCommandLine } from '../../host/shell/command-line.ts';
import { COMMON, RUNS } from '../common-options.ts';
import { findRun } from '../find-run.ts';
import { oneWord, withSession, type Command } from '../session.ts';
import { watchWork } from '../watch-work.ts';

const OPTIONS = {
  format: {
    kind: 'choice',
    choices: EXPORT_FORMATS,
    help: 'hf (default): a folder for Hugging Face; gguf: a file for llama.cpp; csv, jsonl: the metrics',
  },
  type: {
    kind: 'choice',
    choices: WEIGHT_TYPES,
    help: 'of the weights: f32 (default), f16 or q8_0',
  },
  checkpoint: {
    kind: 'text',
    placeholder: 'file',
    help: "export this of the run's checkpoints (default: the newest sound one)",
  },
  ...RUNS,
  ...COMMON,
} as const;

/** `crystalline export`: a stored run for other programs. */
export const exportCommand: Command = {
  name: 'export',
  summary: 'write a stored run for other programs',
  help: `Writes the weights or the metrics of a stored run into its export folder, for other programs.

Usage: crystalline export RUN [options]

RUN is a run's id, the beginning of it, its name, or last.

${optionHelp(OPTIONS)}

The line of --json has result (the path), bytes and notes (what the format cannot carry).
`,
  async run(args, context) {
    const { options, words } = readCommandLine(args, OPTIONS);
    const word = oneWord(words, 'export', 'RUN');
    const { terminal } = context;
    return withSession(context, options.runs, async (client) => {
      const { runId } = await findRun(client, word);
      const { format = 'hf', type, checkpoint } = options;
      const { path, bytes, notes } = await watchWork(client, terminal, (workId) =>
        client.call('run.export', {
          ...{ runId, format, workId },
          ...(type !== undefined && { type }),
          ...(checkpoint !== undefined && { checkpoint }),
        }),
      );
      for (const note of notes) terminal.say(note);
      if (!options.json) terminal.print(path);
      return { code: 0, json: { result: path, bytes, notes } };
    });
  },
};
