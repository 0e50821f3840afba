import path from 'node:path';
import type { CorpusInfo } from '../../../shared/contract/corpus.ts';
import type { RunConfig } from '../../../shared/contract/run.ts';
import type { EngineInfo } from '../../../shared/contract/session.ts';
import { optionHelp, readCommandLine } from '../../host/shell/command-line.ts';
import { finishRun } from '../finish-run.ts';
import { count, nats } from '../format.ts';
import { withSession, type Command } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { sphereCount } from '../../../shared/frames/sphere-tree.ts';
import { corpusOptions, runConfig, TRAIN_OPTIONS } from '../train-options.ts';
import { watchRun } from '../watch-run.ts';
import { watchWork } from '../watch-work.ts';

/** `crystalline train`: opens the texts, trains a fresh model on them, samples it. */
export const train: Command = {
  name: 'train',
  summary: 'train a model on texts of yours',
  help: `Trains a small language model on one or more text files, and samples a text from it.

Usage: crystalline train [FILE…] [options]

Without FILE: on the sample corpus (Moby Dick). Ctrl-C saves a checkpoint and says how to go on.

${optionHelp(TRAIN_OPTIONS)}

The line of --json has steps, train_loss (the last step's), val_loss, val_perplexity, val_bits_per_byte,
val_top1, val_top5, val_calibration_error, tokens_per_second, ms_per_step, parameters, threads, weights_sha256 and
run_dir; losses in nats a token, accuracies and calibration error from 0 to 1.
`,
  async run(args, context) {
    const { options, words: files } = readCommandLine(args, TRAIN_OPTIONS);
    runConfig(options, { corpusId: '', name: '' }, 1); // contradictions are found before a long text is read
    const how = corpusOptions(options);
    const { terminal } = context;
    return withSession(context, options.runs, async (client) => {
      if (files.length === 0) {
        terminal.say('No file was named: training on the sample corpus, Moby Dick (CC0).');
      }
      const { engine } = await client.call('session.info');
      const corpus = await watchWork(client, terminal, (workId) =>
        client.call('corpus.open', {
          source:
            files.length === 0
              ? { kind: 'sample' }
              : { kind: 'files', paths: files.map((file) => path.resolve(file)) },
          ...how,
          workId,
        }),
      );
      const config = runConfig(options, corpus, engine.processors);
      introduce(terminal, corpus, config, engine);
      const watch = watchRun(client, terminal);
      const { runId } = await client.call('run.start', config);
      const watched = await watch.untilEnd(runId, config, 0);
      return finishRun(client, terminal, runId, config, watched);
    });
  },
};

function introduce(
  terminal: Terminal,
  corpus: CorpusInfo,
  { model, batch, threads, depth, seed, optimizer }: RunConfig,
  { isa }: EngineInfo,
): void {
  const tokens = corpus.trainTokens + corpus.validationTokens;
  terminal.say(
    `${corpus.name}: ${count(tokens)} tokens of ${count(corpus.vocabulary)} kinds (${corpus.tokenizer}), ` +
      `unigram entropy ${nats(corpus.unigramEntropyNats)}, bigram ${nats(corpus.bigramEntropyNats)}` +
      `${corpus.trigramEntropyNats === undefined ? '' : `, trigram ${nats(corpus.trigramEntropyNats)}`} nats`,
  );
  terminal.say(
    `Model: ${model.blocks} blocks, ${model.heads} heads, ${model.width} wide, context ${model.context}, ` +
      `batch ${batch}; ${threads} ${threads === 1 ? 'thread' : 'threads'} (${isa}), ` +
      `${count(sphereCount(depth))} spheres, seed ${seed}`,
  );
  terminal.say(
    `Optimiser: ${optimizer.kind}, learning rate ${optimizer.learningRate} (${optimizer.schedule.kind})`,
  );
}
