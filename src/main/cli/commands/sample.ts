import { LIMITS } from '../../../shared/contract/limits.ts';
import type { SampleParams, SampleResult } from '../../../shared/contract/sample.ts';
import type { RpcClient } from '../../../shared/rpc/rpc-client.ts';
import { optionHelp, readCommandLine, type CommandLine } from '../../host/shell/command-line.ts';
import { COMMON, RUNS, SAMPLE_TEMPERATURE, SAMPLE_TOKENS, SAMPLING } from '../common-options.ts';
import { findRun } from '../find-run.ts';
import { count } from '../format.ts';
import { oneWord, withSession, type Command } from '../session.ts';
import type { Terminal } from '../terminal.ts';

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

The text is printed as it is written; Ctrl-C ends it. The line of --json has result (the text without the prompt),
tokens (each with its id and its probability by the model), ended (length, stop or cancelled), step and
tokens_per_second.
`,
  async run(args, context) {
    const { options, words } = readCommandLine(args, OPTIONS);
    const word = oneWord(words, 'sample', 'RUN');
    const { terminal } = context;
    return withSession(context, options.runs, async (client) => {
      const { runId, name } = await findRun(client, word);
      const { checkpoint } = options;
      const { step } = await client.call('run.restore', {
        runId,
        ...(checkpoint !== undefined && { checkpoint }),
      });
      terminal.say(`${name} after step ${count(step)}:\n`);
      const request = { runId, ...samplingOf(options) };
      const { text, tokens, ended, tokensPerSecond } = options.json
        ? await client.call('sample.generate', request)
        : await writeAsItComes(client, terminal, request);
      return {
        code: 0,
        json: { result: text, tokens, ended, step, tokens_per_second: tokensPerSecond },
      };
    });
  },
};

function samplingOf(
  options: CommandLine<typeof OPTIONS>['options'],
): Omit<SampleParams, 'runId' | 'sampleId'> {
  const { stop, 'top-k': topK, 'top-p': topP, 'min-p': minP } = options;
  const penalty = options['repetition-penalty'];
  return {
    prompt: options.prompt ?? '',
    tokens: options.tokens ?? SAMPLE_TOKENS,
    temperature: options.temperature ?? SAMPLE_TEMPERATURE,
    seed: options.seed ?? 1,
    ...(topK !== undefined && { topK }),
    ...(topP !== undefined && { topP }),
    ...(minP !== undefined && { minP }),
    ...(penalty !== undefined && { repetitionPenalty: penalty }),
    ...(stop !== undefined && { stop: [stop] }),
  };
}

async function writeAsItComes(
  client: RpcClient,
  terminal: Terminal,
  request: Omit<SampleParams, 'sampleId'>,
): Promise<SampleResult> {
  const sampleId = 'cli';
  let written = 0;
  terminal.write(request.prompt);
  const unsubscribe = client.subscribe('sample.written', ({ text }) => {
    terminal.write(text);
    written += text.length;
  });
  const deafen = terminal.onInterrupt(() => void client.call('sample.cancel', { sampleId }));
  try {
    const result = await client.call('sample.generate', { ...request, sampleId });
    unsubscribe(); // what is still under way is in the result
    terminal.print(result.text.slice(written));
    return result;
  } finally {
    unsubscribe();
    deafen();
  }
}
