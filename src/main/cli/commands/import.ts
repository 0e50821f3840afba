import path from 'node:path';
import { optionHelp, readCommandLine, UsageError } from '../../host/shell/command-line.ts';
import { withSession, type Command } from '../session.ts';
import { corpusOptions, runConfig, TRAIN_OPTIONS } from '../train-options.ts';
import { watchWork } from '../watch-work.ts';

const { model: _, blocks: __, heads: ___, width: ____, context: _____, ...REST } = TRAIN_OPTIONS;
const { tokenizer: ______, vocabulary: _______, 'tokenizer-file': ________, ...OPTIONS } = REST;

/** `crystalline import`: another's GPT-2 model as a run that can be trained further. */
export const importCommand: Command = {
  name: 'import',
  summary: "make a run of another's GPT-2 model",
  help: `Makes a run of a Hugging Face folder with a GPT-2 model (config.json, model.safetensors, tokenizer.json). Its
weights are saved as step 0; crystalline resume trains it further, on the texts named here.

Usage: crystalline import FOLDER [FILE…] [options]

Without FILE: on the sample corpus (Moby Dick).

${optionHelp(OPTIONS)}

The line of --json has result (the run's id).
`,
  async run(args, context) {
    const { options, words } = readCommandLine(args, OPTIONS);
    const [folder, ...files] = words;
    if (folder === undefined)
      throw new UsageError('import needs FOLDER: see crystalline help import.');
    const { terminal } = context;
    return withSession(context, options.runs, async (client) => {
      const { engine } = await client.call('session.info');
      const name = options.name ?? path.basename(path.resolve(folder));
      const whole = runConfig({ ...options, name }, { corpusId: '', name }, engine.processors);
      const { corpusId: _corpus, model: _model, ...config } = whole;
      const { split } = corpusOptions(options);
      const { runId } = await watchWork(client, terminal, (workId) =>
        client.call('run.import', {
          folder: path.resolve(folder),
          source:
            files.length === 0
              ? { kind: 'sample' }
              : { kind: 'files', paths: files.map((file) => path.resolve(file)) },
          ...(split && { split }),
          ...{ config, workId },
        }),
      );
      terminal.say(`${name} is imported. Train it further with: crystalline resume ${runId}`);
      return { code: 0, json: { result: runId } };
    });
  },
};
