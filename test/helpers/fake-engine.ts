import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as setTimeoutAsync } from 'node:timers/promises';
import { CallError } from '../../src/shared/rpc/call-error.ts';
import { METRIC_FIELDS } from '../../src/main/host/engine/engine-types.ts';
import { fakeFrame } from './fake-frames.ts';
import type {
  OptimizerConfig,
  RateChange,
  ScheduleCurve,
} from '../../src/shared/contract/optimizer.ts';
import type {
  PausedBecause,
  ValidationFigures,
  ValidationReport,
} from '../../src/shared/contract/run.ts';
import type { CorpusInfo, TokenizerKind } from '../../src/shared/contract/corpus.ts';
import type { SampleResult, SampledToken } from '../../src/shared/contract/sample.ts';
import type { LoopEvent, LoopEventKind } from '../../src/shared/contract/loop.ts';
import type { EventInspection } from '../../src/shared/contract/events.ts';
import { fakeEvent, fakeHealth, fakeInspection } from './fake-inspection.ts';
import type { MachineHealth, SphereInspection } from '../../src/shared/contract/spheres.ts';
import type { FrameKind } from '../../src/shared/frames/frame-header.ts';
import type {
  NativeCorpusRequest,
  NativeEngine,
  NativeExportRequest,
  NativeLayout,
  NativeRunConfig,
  NativeSampleRequest,
  NativeStatus,
  NativeWork,
} from '../../src/main/host/engine/engine-types.ts';

const SPHERES = 13;
const PARAMETERS = 1_000;
/** Wall time that each step claims to have taken, in milliseconds. */
const STEP_MS = 10;

const LETTERS = 'abcdefgh ';

interface FakeSample {
  unread: number;
  readonly tokens: SampledToken[];
  cancelled: boolean;
}

interface FakeRun {
  readonly config: NativeRunConfig;
  readonly vocabulary: number;
  step: number;
  /** 0..1: all the state there is; the next loss depends on it. */
  weight: number;
  state: NativeStatus['state'];
  untilStep: number;
  failure?: string;
  pausedBecause?: PausedBecause;
}

/**
 * A stand-in for the native engine: obeys the same face and trains nothing. Its loss is a pure function of seed and
 * step, carried by one number that checkpoints save, so a wrong restore shows in the next loss. It makes one step a
 * turn of the event loop, or one every `stepDelayMs`.
 */
export class FakeEngine implements NativeEngine {
  /** Makes the next saveCheckpoint fail, as a full disk would. */
  failNextSave: Error | undefined;
  /** Makes the run pause itself after a step, once. */
  pauseItselfAt: (PausedBecause & { readonly step: number }) | undefined;
  /** Makes the run fail when it reaches this step. */
  failAtStep = Infinity;
  disposed = false;
  /** Long calls tell this, and go on until they are cancelled or it is taken away. */
  longWork: NativeWork | undefined;
  /** Most events a test has been read at once, per kind. */
  readonly framesRead: Record<FrameKind, number> = {
    ...{ spheres: 0, events: 0, trace: 0, tokens: 0, messages: 0 },
  };

  private readonly corpora = new Map<string, Omit<CorpusInfo, 'source'>>();
  private readonly works = new Set<number>();
  private readonly listeners: (() => void)[] = [];
  private readonly unread: number[][] = [];
  private readonly loopEvents: LoopEvent[] = [];
  private readonly pausing: ((step: number) => void)[] = [];
  private readonly samples = new Map<number, FakeSample>();
  private held: FakeRun | undefined;
  private validated: ValidationReport | undefined;
  private turn: NodeJS.Timeout | NodeJS.Immediate | undefined;

  constructor(private readonly options: { readonly stepDelayMs?: number } = {}) {}

  info() {
    return { version: 'fake', isa: 'baseline', processors: 2, numaNodes: 1 } as const;
  }

  layout(): NativeLayout {
    throw new CallError('unsupported', 'The fake engine has no layout of its own.');
  }

  async openCorpus(request: NativeCorpusRequest): Promise<Omit<CorpusInfo, 'source'>> {
    const bytes = await corpusBytes(request);
    await this.beLong(request.workId);
    if (bytes.length < 2) throw new CallError('invalid-argument', `${request.name} is too short.`);
    const corpus = describeCorpus(request.name, request.tokenizer, bytes);
    this.corpora.set(corpus.corpusId, corpus);
    return corpus;
  }

  encode(_corpusId: string, text: string): Uint16Array {
    return Uint16Array.from(text, (letter) => letter.charCodeAt(0));
  }

  tokenizerJson(corpusId: string): string {
    const { tokenizer } = this.corpora.get(corpusId) ?? { tokenizer: 'char' };
    return JSON.stringify({ fake: tokenizer });
  }

  async createRun(config: NativeRunConfig) {
    this.hold(config, 0, ((config.seed * 0.754877666) % 1) + 0.1);
    return { parameters: PARAMETERS, spheres: SPHERES };
  }

  async restoreRun(config: NativeRunConfig, file: string) {
    const { step, weight } = readFakeCheckpoint(file, config);
    this.hold(config, step, weight);
    return { parameters: PARAMETERS, spheres: SPHERES, step };
  }

  run(untilStep: number): void {
    const run = this.require('paused');
    run.untilStep = Math.min(untilStep, run.config.steps);
    delete run.pausedBecause;
    run.state = 'running';
    this.nextTurn(run);
  }

  async pause(): Promise<number> {
    const run = this.held;
    if (!run) throw new CallError('wrong-state', 'There is no run.');
    if (run.state !== 'running') return run.step;
    run.untilStep = run.step;
    return new Promise((resolve) => this.pausing.push(resolve));
  }

  async changeRate(learningRate: number): Promise<RateChange> {
    const { step, config } = this.require('paused');
    return { fromStep: step + 1, scale: learningRate / config.optimizer.learningRate };
  }

  drawSchedule({ learningRate }: OptimizerConfig, steps: number, points: number): ScheduleCurve {
    const count = Math.min(points, steps);
    const step = Array.from({ length: count }, (_, i) =>
      Math.round(1 + (i * (steps - 1)) / (count - 1)),
    );
    return { step, learningRate: step.map((at) => learningRate * (1 - at / steps)) };
  }

  async endRun(): Promise<void> {
    this.stopTurns();
    this.held = undefined;
  }

  status(): NativeStatus {
    this.alive();
    const run = this.held;
    const residentBytes = 1_000_000;
    const newestLoopEvent = this.loopEvents.length;
    if (!run) {
      const nothing = { step: 0, weightsVersion: 0, newestEvent: 0 };
      return { state: 'idle', ...nothing, residentBytes, newestLoopEvent };
    }
    const { state, step, failure, pausedBecause } = run;
    return {
      ...{ state, step, residentBytes, weightsVersion: step, newestEvent: newestEvent(run) },
      newestLoopEvent,
      ...(failure !== undefined && { failure }),
      ...(pausedBecause && { pausedBecause }),
    };
  }

  validation(): ValidationReport | undefined {
    this.alive();
    return this.validated;
  }

  readMetrics(into: Float64Array): number {
    const rows = this.unread.splice(0, Math.floor(into.length / METRIC_FIELDS.length));
    rows.forEach((row, index) => into.set(row, index * METRIC_FIELDS.length));
    return rows.length;
  }

  readLoopEvents(since: number): readonly LoopEvent[] {
    return this.loopEvents.slice(since);
  }

  private tell(kind: LoopEventKind, { step }: FakeRun, value: number, message?: string): void {
    const number = this.loopEvents.length + 1;
    const event = { number, kind, step, epoch: 1, value, atMs: Date.now() };
    this.loopEvents.push({ ...event, ...(message !== undefined && { message }) });
  }

  readFrame(kind: FrameKind, into: Uint8Array, sinceN = 0): number {
    const run = this.held;
    if (!run) return 0;
    this.framesRead[kind] += 1;
    const { step, config, vocabulary } = run;
    const machine = {
      ...{ step, vocabulary, threads: config.threads, context: config.model.context },
      ...{
        running: run.state === 'running',
        newestEvent: newestEvent(run),
        lossNats: fakeLoss(run),
      },
    };
    const frame = fakeFrame(kind, machine, sinceN);
    into.set(new Uint8Array(frame));
    return frame.byteLength;
  }

  inspectSphere(sphere: number): SphereInspection {
    const run = this.held;
    if (!run) throw new CallError('wrong-state', 'There is no run.');
    if (sphere >= SPHERES) throw new CallError('not-found', `There is no sphere ${sphere}.`);
    return fakeInspection(sphere, run.step);
  }

  health(): MachineHealth {
    if (!this.held) throw new CallError('wrong-state', 'There is no run.');
    return fakeHealth(SPHERES, this.held.config.faults?.length ?? 0);
  }

  inspectEvent(n: number): EventInspection {
    const run = this.held;
    if (!run) throw new CallError('wrong-state', 'There is no run.');
    if (n < 1 || n > newestEvent(run)) throw new CallError('not-found', `There is no event ${n}.`);
    return fakeEvent(n);
  }

  /** Even attention of two tokens; no step has looked at gradients. */
  async inspectBlock({ block, head }: { readonly block: number; readonly head: number }) {
    const run = this.held;
    if (!run) throw new CallError('wrong-state', 'There is no run.');
    if (block > 0 || head > 0) throw new CallError('invalid-argument', `block is ${block}`);
    return { step: run.step, tokens: ['a', 'b'], attention: [1, 0, 0.5, 0.5], weights: [] };
  }

  async saveCheckpoint(file: string) {
    const run = this.held;
    if (!run) throw new CallError('wrong-state', 'There is no run.');
    const failure = this.failNextSave;
    this.failNextSave = undefined;
    if (failure) throw failure;
    const { bytes, weightsSha256 } = writeFakeCheckpoint(file, run);
    this.tell('checkpoint', run, bytes);
    return { step: run.step, bytes, weightsSha256 };
  }

  async sample(request: NativeSampleRequest): Promise<SampleResult> {
    const run = this.held;
    if (!run) throw new CallError('wrong-state', 'There is no run.');
    if (request.prompt.includes('\u{1F980}')) {
      throw new CallError('invalid-argument', 'The tokenizer does not know \u{1F980}.');
    }
    const writing = { unread: 0, tokens: [] as SampledToken[], cancelled: false };
    const end = await this.write(request, writing).finally(() =>
      this.samples.delete(request.id ?? 0),
    );
    const { tokens } = writing;
    return { ...end, text: lettersOf(tokens), tokens, step: run.step, tokensPerSecond: 1_000 };
  }

  /** With an id, and steps that take time, one letter a step. */
  private async write(
    { id, tokens, seed, stop = [], alternatives = 0 }: NativeSampleRequest,
    writing: FakeSample,
  ): Promise<{ ended: SampleResult['ended'] }> {
    if (id !== undefined) this.samples.set(id, writing);
    const likeliest = Array.from({ length: alternatives }, (_, k) => ({ id: k, probability: 0.1 }));
    while (writing.tokens.length < tokens) {
      if (writing.cancelled) return { ended: 'cancelled' };
      const token = { id: (writing.tokens.length * 5 + seed) % 9, probability: 0.25 };
      if (stop.includes(LETTERS[token.id] ?? '')) return { ended: 'stop' };
      writing.tokens.push(alternatives > 0 ? { ...token, alternatives: likeliest } : token);
      const { stepDelayMs } = this.options;
      if (id !== undefined && stepDelayMs !== undefined) await setTimeoutAsync(stepDelayMs);
    }
    return { ended: 'length' };
  }

  async exportWeights({ checkpoint, path: file, type, format, workId }: NativeExportRequest) {
    await this.beLong(workId);
    const content = `${format} ${type} of ${path.basename(checkpoint)}`;
    writeFileSync(file, content);
    const model = { blocks: 1, heads: 2, width: 16, context: 16, vocabulary: 27 };
    return { bytes: content.length, notes: ['It is a fake.'], model };
  }

  readSample(id: number) {
    const writing = this.samples.get(id);
    if (!writing) return undefined;
    const tokens = writing.tokens.slice(writing.unread);
    writing.unread = writing.tokens.length;
    return { text: lettersOf(tokens), tokens };
  }

  cancelSample(id: number): void {
    const writing = this.samples.get(id);
    if (writing) writing.cancelled = true;
  }

  readWork(workId: number): NativeWork | undefined {
    return this.works.has(workId) ? this.longWork : undefined;
  }

  cancelWork(workId: number): void {
    this.works.delete(workId);
  }

  private async beLong(workId: number | undefined): Promise<void> {
    if (workId === undefined || !this.longWork) return;
    this.works.add(workId);
    while (this.longWork && this.works.has(workId)) await setTimeoutAsync(5);
    if (!this.works.delete(workId)) throw new CallError('cancelled', 'The work was cancelled.');
  }

  async weightsSha256(): Promise<string> {
    return weightsHash(this.held?.weight ?? 0);
  }

  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  dispose(): void {
    this.stopTurns();
    this.held = undefined;
    this.disposed = true;
  }

  private hold(config: NativeRunConfig, step: number, weight: number): void {
    if (this.held) throw new CallError('wrong-state', 'A run is held already.');
    const corpus = this.corpora.get(config.corpusId);
    if (!corpus) throw new CallError('not-found', `There is no corpus ${config.corpusId}.`);
    const state = step >= config.steps ? 'completed' : 'paused';
    const { vocabulary } = corpus;
    this.unread.length = 0;
    this.validated = undefined;
    this.held = { config, vocabulary, step, weight, state, untilStep: step };
  }

  private nextTurn(run: FakeRun): void {
    const { stepDelayMs } = this.options;
    const task = () => this.advance(run);
    this.turn = stepDelayMs === undefined ? setImmediate(task) : setTimeout(task, stepDelayMs);
  }

  private stopTurns(): void {
    clearTimeout(this.turn as NodeJS.Timeout);
    clearImmediate(this.turn as NodeJS.Immediate);
  }

  private advance(run: FakeRun): void {
    if (run.step < run.untilStep) this.trainStep(run);
    if (run.state === 'running' && run.step < run.untilStep) return this.nextTurn(run);
    if (run.state === 'running') run.state = run.step >= run.config.steps ? 'completed' : 'paused';
    for (const resolve of this.pausing.splice(0)) resolve(run.step);
    for (const listener of this.listeners) listener();
  }

  private trainStep(run: FakeRun): void {
    const lossNats = fakeLoss(run);
    run.weight = (run.weight * 1.618033988749895 + run.config.seed * 0.01) % 1;
    run.step += 1;
    this.tell('batch-start', run, 0);
    this.tell('gradient-sync', run, 1 / run.step);
    this.tell('weight-update', run, run.step);
    this.tell('batch-end', run, lossNats);
    const every = run.config.validationEverySteps;
    const validated = run.step === run.config.steps || (every > 0 && run.step % every === 0);
    const validation = validated ? lossNats + 0.1 : NaN;
    const figures = fakeFigures(validation);
    this.unread.push([
      ...[run.step, lossNats, validation, 1e-3, 1 / run.step, STEP_MS],
      ...[figures.perplexity, figures.bitsPerByte, figures.top1, figures.top5],
      figures.calibrationError,
    ]);
    if (validated) {
      const found = { step: run.step, tokens: 256, lossNats: validation, bins: [] };
      this.validated = { ...found, ...figures };
    }
    if (run.step === this.pauseItselfAt?.step) {
      const { reason, message } = this.pauseItselfAt;
      run.pausedBecause = { reason, message };
      run.untilStep = run.step;
      this.pauseItselfAt = undefined;
    }
    if (run.step < this.failAtStep) return;
    run.state = 'failed';
    run.failure = `The loss became NaN at step ${run.step}.`;
    this.tell('error', run, 0, run.failure);
  }

  private require(state: NativeStatus['state']): FakeRun {
    this.alive();
    if (this.held?.state === state) return this.held;
    throw new CallError('wrong-state', `The run is ${this.held?.state ?? 'absent'}, not ${state}.`);
  }

  private alive(): void {
    if (this.disposed) throw new CallError('wrong-state', 'The engine is disposed of.');
  }
}

function lettersOf(tokens: readonly SampledToken[]): string {
  return tokens.map(({ id }) => LETTERS[id]).join('');
}

/** Loss of the next step. */
function fakeLoss({ step, weight }: FakeRun): number {
  return 1.5 + 2.5 * Math.exp(-step / 200) + 0.1 * weight;
}

function newestEvent({ step, config }: FakeRun): number {
  return step * config.batch * config.model.context;
}

async function corpusBytes({ paths, bytes }: NativeCorpusRequest): Promise<Uint8Array> {
  if (bytes) return bytes;
  return Buffer.concat(await Promise.all((paths ?? []).map((file) => readFile(file))));
}

function describeCorpus(
  name: string,
  tokenizer: TokenizerKind,
  bytes: Uint8Array,
): Omit<CorpusInfo, 'source'> {
  const text = Buffer.from(bytes).toString('utf8');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const tokenTexts =
    tokenizer === 'byte'
      ? Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte))
      : [...new Set(text)].sort();
  const tokens = tokenizer === 'byte' ? bytes.length : [...text].length;
  const trainTokens = Math.floor(tokens * 0.9);
  return {
    corpusId: `${tokenizer}-${sha256.slice(0, 16)}`,
    ...{ name, sha256, tokenizer, tokenTexts, trainTokens },
    bytes: bytes.length,
    vocabulary: tokenTexts.length,
    validationTokens: tokens - trainTokens,
    unigramEntropyNats: 3,
    bigramEntropyNats: 2.4,
    excerpt: text.slice(0, 200),
  };
}

function weightsHash(weight: number): string {
  return createHash('sha256')
    .update(Buffer.from(new Float64Array([weight]).buffer))
    .digest('hex');
}

/** Settings that a checkpoint belongs to. */
function fingerprint({ model, seed, batch, corpusId }: NativeRunConfig): string {
  return JSON.stringify({ model, seed, batch, corpusId });
}

function writeFakeCheckpoint(file: string, run: FakeRun) {
  const weightsSha256 = weightsHash(run.weight);
  const header = Buffer.from(
    JSON.stringify({
      __metadata__: {
        step: String(run.step),
        weights_sha256: weightsSha256,
        fingerprint: fingerprint(run.config),
      },
      weight: { dtype: 'F64', shape: [1], data_offsets: [0, 8] },
    }),
  );
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const data = Buffer.from(new Float64Array([run.weight]).buffer);
  const content = Buffer.concat([length, header, data]);
  writeFileSync(file, content);
  return { bytes: content.length, weightsSha256 };
}

function readFakeCheckpoint(file: string, config: NativeRunConfig) {
  const content = readFileSync(file);
  const length = Number(content.readBigUInt64LE());
  const header = JSON.parse(content.subarray(8, 8 + length).toString()) as {
    __metadata__: { step: string; weights_sha256: string; fingerprint: string };
  };
  const { step, weights_sha256, fingerprint: own } = header.__metadata__;
  const weight = content.readDoubleLE(8 + length);
  const name = path.basename(file);
  if (weightsHash(weight) !== weights_sha256) {
    throw new CallError('corrupt', `Checkpoint ${name} is damaged: its weights have changed.`);
  }
  if (own !== fingerprint(config)) {
    throw new CallError('mismatch', `Checkpoint ${name} is of another run.`);
  }
  return { step: Number(step), weight };
}

/** Figures that belong to a validation loss; all NaN where it is. */
function fakeFigures(lossNats: number): ValidationFigures {
  return {
    perplexity: Math.exp(lossNats),
    bitsPerByte: lossNats / Math.LN2,
    top1: 1 / (1 + lossNats),
    top5: 1 / (1 + lossNats / 5),
    calibrationError: lossNats / 100,
  };
}
