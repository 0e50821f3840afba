import path from 'node:path';
import type { RunConfig, ValidationFigures } from '../../shared/contract/run.ts';
import type { RpcClient } from '../../shared/rpc/rpc-client.ts';
import { SAMPLE_TEMPERATURE, SAMPLE_TOKENS } from './common-options.ts';
import { count, nats } from './format.ts';
import type { Outcome } from './session.ts';
import type { Terminal } from './terminal.ts';
import type { Watched } from './watch-run.ts';

/** The line of JSON of train and resume: these keys and no others. */
export interface TrainResult {
  readonly steps: number;
  /** Of the last step's batch, in nats a token; null when no step was trained. */
  readonly train_loss: number | null;
  /** The newest measured, in nats a token; null when none was. */
  readonly val_loss: number | null;
  /** What that validation found besides; null when none was. */
  readonly val_perplexity: number | null;
  readonly val_bits_per_byte: number | null;
  readonly val_top1: number | null;
  readonly val_top5: number | null;
  readonly val_calibration_error: number | null;
  /** Over all steps of this session, validation excluded. */
  readonly tokens_per_second: number | null;
  readonly ms_per_step: number | null;
  readonly parameters: number;
  readonly threads: number;
  readonly weights_sha256: string;
  readonly run_dir: string;
}

/** After the last step, or the user's interruption: saves, says where, samples a text. */
export async function finishRun(
  client: RpcClient,
  terminal: Terminal,
  runId: string,
  config: RunConfig,
  watched: Watched,
): Promise<Outcome> {
  const { status, interrupted } = watched;
  const present = status.lastCheckpoint;
  const saved =
    present && status.unsavedSteps === 0 && present.step === status.step
      ? present
      : await client.call('run.checkpoint', { runId });
  const { runsDirectory } = await client.call('session.info');
  const result = resultOf(watched, config, {
    weightsSha256: saved.weightsSha256,
    runDirectory: path.join(runsDirectory, runId),
  });
  terminal.say(summaryOf(result));
  if (watched.tally.validation) terminal.say(validationWords(watched.tally.validation));
  const { pausedBecause } = status;
  if (pausedBecause) terminal.say(pausedBecause.message);
  if (interrupted && pausedBecause?.reason !== 'no-progress') {
    terminal.say(`Stopped after step ${status.step} of ${config.steps}; saved as ${saved.name}.`);
    terminal.say(`Go on with: crystalline resume ${runId}`);
    return { code: 1, json: { ...result } };
  }
  const sample = await client.call('sample.generate', {
    runId,
    prompt: '',
    tokens: SAMPLE_TOKENS,
    temperature: SAMPLE_TEMPERATURE,
    seed: config.seed,
  });
  terminal.say(`\nSampled (temperature ${SAMPLE_TEMPERATURE}):\n${sample.text}`);
  return { code: 0, json: { ...result } };
}

function resultOf(
  { status, tally }: Watched,
  { batch, model, threads, optimizer }: RunConfig,
  saved: { readonly weightsSha256: string; readonly runDirectory: string },
): TrainResult {
  const msPerStep = tally.rows > 0 ? tally.stepMsTotal / tally.rows : null;
  return {
    steps: status.step,
    train_loss: tally.lossNats ?? null,
    val_loss: tally.validationLossNats ?? null,
    val_perplexity: tally.validation?.perplexity ?? null,
    val_bits_per_byte: tally.validation?.bitsPerByte ?? null,
    val_top1: tally.validation?.top1 ?? null,
    val_top5: tally.validation?.top5 ?? null,
    val_calibration_error: tally.validation?.calibrationError ?? null,
    tokens_per_second:
      msPerStep && (batch * optimizer.accumulation * model.context * 1_000) / msPerStep,
    ms_per_step: msPerStep,
    parameters: status.parameters ?? 0,
    threads,
    weights_sha256: saved.weightsSha256,
    run_dir: saved.runDirectory,
  };
}

function summaryOf(result: TrainResult): string {
  const figure = (value: number | null) => nats(value ?? undefined);
  const speed =
    result.ms_per_step === null
      ? ''
      : `  ${count(result.tokens_per_second ?? 0)} tokens/s  ${result.ms_per_step.toFixed(2)} ms a step`;
  return [
    `step ${count(result.steps)}  loss ${figure(result.train_loss)}  val ${figure(result.val_loss)}${speed}`,
    `weights sha256 ${result.weights_sha256}`,
    `run ${result.run_dir}`,
  ].join('\n');
}

function validationWords(found: ValidationFigures): string {
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  return (
    `validation: perplexity ${found.perplexity.toFixed(3)}  ${found.bitsPerByte.toFixed(4)} bits a byte  ` +
    `top-1 ${percent(found.top1)}  top-5 ${percent(found.top5)}  calibration error ${percent(found.calibrationError)}`
  );
}
