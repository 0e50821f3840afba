import path from 'node:path';
import type { RunConfig, TableInitialisation } from '../../../shared/contract/run.ts';
import type { RpcClient } from '../../../shared/rpc/rpc-client.ts';
import { optionHelp, readCommandLine } from '../../host/shell/command-line.ts';
import { ablationTable, resultsOf, verdictOf, type Arm } from '../ablation-table.ts';
import { clock, nats } from '../format.ts';
import { withSession, type Command } from '../session.ts';
import { MOST_NUMBERS } from '../statistics.ts';
import type { Terminal } from '../terminal.ts';
import { corpusOptions, runConfig, TRAIN_OPTIONS } from '../train-options.ts';
import { watchRun } from '../watch-run.ts';

const { name: _, tables: __, ...TRAINING } = TRAIN_OPTIONS;
const OPTIONS = {
  seeds: {
    kind: 'integer',
    min: 2,
    max: MOST_NUMBERS,
    help: 'runs of each initialisation, from --seed on (default 3)',
  },
  frozen: { kind: 'flag', help: 'lattice tables that stay as they are, as a third arm' },
  ...TRAINING,
} as const;
const DEFAULT_SEEDS = 3;

/** `crystalline ablation`: does it help to begin at angular positions? */
export const ablation: Command = {
  name: 'ablation',
  summary: 'train with lattice and with standard tables over seeds, and compare',
  help: `Trains the same model from standard and from lattice token and position tables, one pair of runs a seed, and prints
the final validation losses with means and 95 % confidence intervals (Student's t). The runs of a seed read the same
batches, so their difference is told of pairs. Runs stay where other runs are. The whole validation split is read
unless --validation-windows says otherwise.

Usage: crystalline ablation [FILE…] [options]

${optionHelp(OPTIONS)}

The line of --json has seeds, arms (tables, losses, mean, half: the interval is mean ± half, and difference from
standard likewise) and verdicts; losses in nats a token.
`,
  async run(args, context) {
    const { options, words: files } = readCommandLine(args, OPTIONS);
    runConfig(options, { corpusId: '', name: '' }, 1); // contradictions are found before a long text is read
    const { terminal } = context;
    const first = options.seed ?? 1;
    const seeds = Array.from({ length: options.seeds ?? DEFAULT_SEEDS }, (_, i) => first + i);
    const arms: readonly TableInitialisation[] = [
      ...(['standard', 'lattice'] as const),
      ...(options.frozen ? (['lattice-frozen'] as const) : []),
    ];
    return withSession(context, options.runs, async (client) => {
      const { engine } = await client.call('session.info');
      const corpus = await client.call('corpus.open', {
        source:
          files.length === 0
            ? { kind: 'sample' }
            : { kind: 'files', paths: files.map((file) => path.resolve(file)) },
        ...corpusOptions(options),
      });
      const base = {
        ...runConfig(options, corpus, engine.processors),
        validationWindows: options['validation-windows'] ?? 0,
      };
      const losses = await trainAll(client, terminal, base, seeds, arms);
      if (!losses) return { code: 1, json: { seeds, arms: [], verdicts: [] } };
      const [standard, ...others] = arms.map((tables): Arm => {
        return { tables, losses: losses.get(tables) ?? [] };
      });
      const results = resultsOf([standard as Arm, ...others]);
      const verdicts = results.slice(1).map((result) => verdictOf(result, seeds.length));
      if (!options.json) {
        terminal.print(ablationTable(seeds, results));
        for (const verdict of verdicts) terminal.print(verdict);
      }
      return { code: 0, json: { seeds, arms: results, verdicts } };
    });
  },
};

/** Every arm of every seed, one run after another; undefined when the user has interrupted them. */
async function trainAll(
  client: RpcClient,
  terminal: Terminal,
  base: RunConfig,
  seeds: readonly number[],
  arms: readonly TableInitialisation[],
): Promise<ReadonlyMap<TableInitialisation, readonly number[]> | undefined> {
  const losses = new Map<TableInitialisation, number[]>(arms.map((tables) => [tables, []]));
  const runs = seeds.flatMap((seed) => arms.map((tables) => ({ seed, tables })));
  const began = performance.now();
  for (const [done, { seed, tables }] of runs.entries()) {
    const left = ((performance.now() - began) / 1_000 / done) * (runs.length - done);
    const eta = done === 0 ? '' : `, about ${clock(left)} left in all`;
    terminal.say(`Run ${done + 1} of ${runs.length}: ${tables}, seed ${seed}${eta}`);
    const loss = await trainOne(client, terminal, {
      ...{ ...base, seed, tables },
      name: `ablation ${tables} ${seed}`,
    });
    if (loss === undefined) return undefined;
    terminal.say(`  validation loss ${nats(loss)}`);
    losses.get(tables)?.push(loss);
  }
  return losses;
}

/** The final validation loss; undefined when the user has interrupted the run. */
async function trainOne(
  client: RpcClient,
  terminal: Terminal,
  config: RunConfig,
): Promise<number | undefined> {
  const watch = watchRun(client, terminal);
  const { runId } = await client.call('run.start', config);
  const { tally, status, interrupted } = await watch.untilEnd(runId, config, 0);
  await client.call('run.stop', { runId });
  if (!interrupted && tally.validationLossNats !== undefined) return tally.validationLossNats;
  const why = status.pausedBecause?.message ?? 'It was interrupted.';
  terminal.say(`The ablation ends without a result: the run ${runId} did not finish. ${why}`);
  return undefined;
}
