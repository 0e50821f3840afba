import { CallError } from '../../../shared/rpc/call-error.ts';
import { Pace } from './pace.ts';
import { HostWork, UNWATCHED, type Work } from './work.ts';
import type { NativeEngine } from '../engine/engine-types.ts';
import type { WorkProgress } from '../../../shared/contract/work.ts';

/** Time between two looks at a work under way. */
const LOOK_MS = 200;

export interface WorkDeskOptions {
  readonly engine: Pick<NativeEngine, 'readWork' | 'cancelWork'>;
  readonly publish: (progress: WorkProgress) => void;
  /** Calls `task` every `periodMs` until the return value is called. */
  readonly repeat: (task: () => void, periodMs: number) => () => void;
  readonly nowMs: () => number;
}

/** The long calls that clients watch: tells how far each is, and cancels them. */
export class WorkDesk {
  private readonly underWay = new Map<string, HostWork>();
  private begun = 0;

  constructor(private readonly options: WorkDeskOptions) {}

  /** Does `work`; tells of it when it has a workId. Throws CallError `wrong-state` for one that is in use. */
  async watch<T>(workId: string | undefined, work: (work: Work) => Promise<T>): Promise<T> {
    const { engine, publish, repeat, nowMs } = this.options;
    if (workId === undefined) return work(UNWATCHED);
    if (this.underWay.has(workId)) {
      throw new CallError('wrong-state', `A work ${workId} is under way already.`);
    }
    const present = new HostWork((this.begun += 1));
    this.underWay.set(workId, present);
    const pace = new Pace(workId, nowMs());
    const stop = repeat(() => {
      if (present.cancelled) engine.cancelWork(present.id); // again: the engine may not have begun it before
      const state = present.state(engine.readWork(present.id));
      if (state) publish(pace.of(state, nowMs()));
    }, LOOK_MS);
    try {
      return await work(present);
    } finally {
      stop();
      this.underWay.delete(workId);
    }
  }

  cancel(workId: string): null {
    const work = this.underWay.get(workId);
    if (work) {
      work.cancel();
      this.options.engine.cancelWork(work.id);
    }
    return null;
  }
}
