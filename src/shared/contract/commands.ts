import type { CheckpointInfo, RunConfig, RunSummary, ValidationReport } from './run.ts';
import type { OptimizerConfig, RateChange, ScheduleCurve } from './optimizer.ts';
import type { BlockInspection, BlockParams } from './blocks.ts';
import type { CorpusInfo, CorpusOpenParams } from './corpus.ts';
import type { EventInspection } from './events.ts';
import type { ExportParams, ExportResult, ImportParams } from './exchange.ts';
import type { MetricsBatch } from './topics.ts';
import type {
  AngleParams,
  AngleResult,
  ConstantClaim,
  Decimal64,
  EvaluateParams,
  FactorResult,
  LatticeParams,
  LatticeResult,
  PrimeRangeParams,
  PrimesCountParams,
  PrimesCountResult,
  PrimesListResult,
} from './numbers.ts';
import type { SampleParams, SampleResult } from './sample.ts';
import type { SessionInfo } from './session.ts';
import type { TopologyInfo, TopologyParams, TreeBuildParams, TreeCensus } from './topology.ts';
import type { MachineHealth, SphereInspection } from './spheres.ts';

/** Every request a client may make: one line here is one handler and one parser in the host. */
export interface Commands {
  /** What this host is and can do. */
  'session.info': { params: null; result: SessionInfo };
  /** Reads a text, builds its tokenizer, splits it, measures its entropies. Takes seconds for many megabytes; workId. */
  'corpus.open': { params: CorpusOpenParams; result: CorpusInfo };
  /** Asks the user for text files with the system's dialog (capability choose-files); no path: cancelled. */
  'corpus.choose': { params: null; result: { paths: readonly string[] } };
  /** Creates a run in its own directory and starts it. One run trains at a time. */
  'run.start': { params: RunConfig; result: { runId: string } };
  /** Returns when the machine stands still, at the end of the step under way. */
  'run.pause': { params: { runId: string }; result: { step: number } };
  'run.resume': { params: { runId: string }; result: null };
  /** Paused runs only: trains `count` (default 1) more steps and pauses again. */
  'run.step': { params: { runId: string; count?: number }; result: { step: number } };
  /** Writes a checkpoint (unless told not to) and ends the run; it can be restored later. */
  'run.stop': { params: { runId: string; discard?: boolean }; result: { step: number } };
  'run.checkpoint': { params: { runId: string }; result: CheckpointInfo };
  /** Loads a checkpoint (the newest sound one unless named) of a stored run; the run is then paused at its step. */
  'run.restore': {
    params: { runId: string; checkpoint?: string };
    result: { runId: string; step: number };
  };
  /**
   * From the next step on the learning rate is this and follows the schedule from there. It is recorded with the run
   * and happens again when the run is resumed from an earlier step; what had been changed for later steps is forgotten.
   */
  'run.setLearningRate': { params: { runId: string; learningRate: number }; result: RateChange };
  /** The present run's newest validation since it was started or restored; null: none yet. */
  'run.validation': { params: { runId: string }; result: ValidationReport | null };
  /** How the learning rate of a run of `steps` would move, at `points` (default 200) places. */
  'run.schedule': {
    params: { optimizer: OptimizerConfig; steps: number; points?: number };
    result: ScheduleCurve;
  };
  /**
   * Gives a stored run, or the present one at rest, more steps and loads it, paused at its newest checkpoint. The
   * schedule stays laid out as it was: the added steps have its last rate.
   */
  'run.extend': {
    params: { runId: string; steps: number };
    result: { runId: string; step: number };
  };
  /** Makes a run of its own out of a checkpoint (the newest unless named), to be restored and trained otherwise. */
  'run.branch': {
    params: { runId: string; checkpoint?: string; name?: string };
    result: { runId: string; step: number };
  };
  /** Stored runs, newest first. */
  'run.list': { params: null; result: { runs: readonly RunSummary[] } };
  /** Every metrics row of a stored or present run, for charts opened late; beyond 200,000 evenly thinned ones. */
  'run.history': { params: { runId: string; fromStep?: number }; result: MetricsBatch };
  /** Writes a stored run's weights or metrics into its export folder; it may be training meanwhile; workId. */
  'run.export': { params: ExportParams; result: ExportResult };
  /** Makes a run of another's GPT-2 model: it is then paused at step 0, its weights saved; workId. */
  'run.import': { params: ImportParams; result: { runId: string } };
  /** Ends a call under way that has this workId: it fails with `cancelled`, leaving nothing. Harmless when there is none. */
  'work.cancel': { params: { workId: string }; result: null };
  /** Text continued by the present run's newest weights. */
  'sample.generate': { params: SampleParams; result: SampleResult };
  /** Ends a sample that is being written; its `sample.generate` answers with what there is. Harmless when there is none. */
  'sample.cancel': { params: { sampleId: string }; result: null };
  /** One trained token of the present run, also one that has left the shell: its text, its place, its angle term by term. */
  'events.inspect': { params: { runId: string; n: number }; result: EventInspection };
  /** One sphere of the present run: state, inbox, last micro-batches, figures. Cheap enough for every display frame. */
  'spheres.inspect': { params: { runId: string; sphere: number }; result: SphereInspection };
  /** Builds a full tree of spheres, checks its links, counts it and drops it; no run is touched. */
  'spheres.build': { params: TreeBuildParams; result: TreeCensus };
  /** Processors, cores, caches and memory nodes this process may use, and how the 12 groups would be given to threads. */
  'topology.read': { params: TopologyParams; result: TopologyInfo };
  /** How the machine of the present run is: spheres, messages, troubles and recoveries. */
  'spheres.health': { params: { runId: string }; result: MachineHealth };
  /** Attention of one head over a text and the magnitudes of its block's weights and gradients. Makes the next step look at the latter. */
  'blocks.inspect': { params: BlockParams; result: BlockInspection };
  /** Primes of a range at most NUMBER_LIMITS.countWidth wide, anywhere below 2^64. */
  'primes.count': { params: PrimesCountParams; result: PrimesCountResult };
  /** Pairs (p, p + 2) of primes with both in the range. */
  'primes.twins': {
    params: PrimeRangeParams & { threads?: number };
    result: { count: Decimal64 };
  };
  /** The n-th prime, n from 1 to NUMBER_LIMITS.nth. */
  'primes.nth': { params: { n: Decimal64; threads?: number }; result: { prime: Decimal64 } };
  /** The primes of a range at most NUMBER_LIMITS.listWidth wide, with p mod 12 when `groups` is asked for. */
  'primes.list': { params: PrimeRangeParams & { groups?: boolean }; result: PrimesListResult };
  /** The primes of n, at least 1, with their exponents. */
  'numbers.factor': { params: { n: Decimal64 }; result: FactorResult };
  /** Where a prime stands on the lattice: theta, its five terms and its place on the clock. */
  'numbers.angle': { params: AngleParams; result: AngleResult };
  /** The first primes on the clock lattice, for the scene: place, group and the terms that are theirs. */
  'numbers.lattice': { params: LatticeParams; result: LatticeResult };
  /** The founding document's constants and claims, each checked when asked. */
  'numbers.constants': { params: null; result: { constants: readonly ConstantClaim[] } };
  /** One of the engine's elementary functions at up to NUMBER_LIMITS.inputs places. */
  'numbers.evaluate': { params: EvaluateParams; result: { outputs: readonly string[] } };
}

export type CommandName = keyof Commands;
export type Params<K extends CommandName> = Commands[K]['params'];
export type CommandResult<K extends CommandName> = Commands[K]['result'];
