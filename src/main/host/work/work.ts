import { CallError } from '../../../shared/rpc/call-error.ts';
import type { NativeWork } from '../engine/engine-types.ts';

/** What a long call tells of itself while it goes on. */
export interface Work {
  /** For the engine's calls, which tell of themselves under it; 0: nobody watches. */
  readonly id: number;
  /** What follows, up to the next stage, brings the whole from where it is to `end`, 0 to 1. */
  stage(end: number): void;
  /** The host's own reading of files: `done` of `total` bytes. Throws CallError `cancelled`. */
  hashing(done: number, total: number): void;
}

/** A work that nobody watches. */
export const UNWATCHED: Work = { id: 0, stage: () => undefined, hashing: () => undefined };

/** A watched work: stages of the host, each told of by the engine or by the host. */
export class HostWork implements Work {
  cancelled = false;
  private from = 0;
  private end = 0;
  private own: NativeWork | undefined;
  private furthest = 0;

  constructor(readonly id: number) {}

  stage(end: number): void {
    this.check();
    this.from = this.end;
    this.end = Math.max(end, this.from);
    this.own = undefined;
  }

  hashing(done: number, total: number): void {
    this.check();
    this.own = { part: 'hashing', fraction: total > 0 ? done / total : 1, done, total };
  }

  cancel(): void {
    this.cancelled = true;
  }

  /** How far it is, given what the engine says; undefined when nothing is known yet. */
  state(engine: NativeWork | undefined): NativeWork | undefined {
    const state = engine ?? this.own;
    if (!state) return undefined;
    const reached = this.from + ((this.end || 1) - this.from) * state.fraction; // one stage unless told
    this.furthest = Math.max(this.furthest, reached);
    return { ...state, fraction: this.furthest };
  }

  private check(): void {
    if (this.cancelled) throw new CallError('cancelled', 'The work was cancelled.');
  }
}
