import { CallError } from '../../../shared/rpc/call-error.ts';
import type { NativeEngine } from '../engine/engine-types.ts';
import type { SampleParams, SamplePart, SampleResult } from '../../../shared/contract/sample.ts';

/** Time between two looks at a sample under way. */
const LOOK_MS = 50;

export interface SamplerOptions {
  readonly engine: Pick<NativeEngine, 'sample' | 'readSample' | 'cancelSample'>;
  /** Throws CallError when the run cannot be sampled now. */
  readonly check: (runId: string) => void;
  readonly publish: (part: SamplePart) => void;
  /** Calls `task` every `periodMs` until the return value is called. */
  readonly repeat: (task: () => void, periodMs: number) => () => void;
}

/** The samples that clients ask for: tells of those that have a sampleId while they are written, and cancels them. */
export class Sampler {
  private readonly underWay = new Map<string, { readonly id: number; cancelled: boolean }>();
  private started = 0;

  constructor(private readonly options: SamplerOptions) {}

  async generate({ runId, sampleId, ...request }: SampleParams): Promise<SampleResult> {
    const { engine, check, publish, repeat } = this.options;
    check(runId);
    if (sampleId === undefined) return engine.sample(request);
    if (this.underWay.has(sampleId)) {
      throw new CallError('wrong-state', `A sample ${sampleId} is being written already.`);
    }
    const id = (this.started += 1);
    const sample = { id, cancelled: false };
    this.underWay.set(sampleId, sample);
    const stop = repeat(() => {
      if (sample.cancelled) engine.cancelSample(id); // again: the engine may not have begun it before
      const part = engine.readSample(id);
      if (part && part.tokens.length > 0) publish({ sampleId, runId, ...part });
    }, LOOK_MS);
    try {
      return await engine.sample({ ...request, id });
    } finally {
      stop();
      this.underWay.delete(sampleId);
    }
  }

  cancel(sampleId: string): null {
    const sample = this.underWay.get(sampleId);
    if (sample) {
      sample.cancelled = true;
      this.options.engine.cancelSample(sample.id);
    }
    return null;
  }
}
