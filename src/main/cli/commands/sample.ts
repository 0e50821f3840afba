import { LIMITS } from '../../../shared/contract/limits.ts';
import { optionHelp, readCommandLine } from '../../host/shell/command-line.ts';
import { COMMON, RUNS, SAMPLE_TEMPERATURE, SAMPLE_TOKENS, SAMPLING } from '../common-options.ts';
import { findRun } from '../find-run.ts';
import { count } from '../format.ts';
import { oneWord, withSession, type Command } from '../session.ts';

const OPTIONS = {
  ...SAMPLING,
  seed: { kind: 'integer', ...LIMITS.seed, help: 'same seed, same text (default 1)' },
  checkpoint: {
    kind: 'text',
    placeholder: 'file',
    help: "sample this of the run's checkpoints (default: the newest sound one)",
  },
  ...RUNS,
  ...COMMON,
} as const;

/** `crystalline sample`: text from a stored run's weights. */
export const sample: Command = {
  name: 'sample',
  summary: 'sample a text from a stored run',
  help: `Samples a text from the weights of a stored run.

Usage: crystalline sample RUN [options]

RUN is a run's id, the beginning of it, its name, or last.

${optionHelp(OPTIONS)}

The line of --json has result (the text without the prompt), step and tokens_per_second.
`,
  async run(args, context) {
    const { options, words } = readCommandLine(args, OPTIONS);
    const word = oneWord(words, 'sample', 'RUN');
    const { terminal } = context;
    return withSession(context, options.runs, async (client) => {
      const { runId, name } = await findRun(client, word);
      const { checkpoint, prompt = '' } = options;
      const { step } = await client.call('run.restore', {
        runId,
        ...(checkpoint !== undefined && { checkpoint }),
      });
      const topK = options['top-k'];
      const { text, tokensPerSecond } = await client.call('sample.generate', {
        runId,
        prompt,
        tokens: options.tokens ?? SAMPLE_TOKENS,
        temperature: options.temperature ?? SAMPLE_TEMPERATURE,
        seed: options.seed ?? 1,
        ...(topK !== undefined && { topK }),
      });
      terminal.say(`${name} after step ${count(step)}:\n`);
      if (!options.json) terminal.print(prompt + text);
      return { code: 0, json: { result: text, step, tokens_per_second: tokensPerSecond } };
    });
  },
};
