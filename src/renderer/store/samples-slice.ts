import { create } from 'zustand';
import type { SampleResult } from '../../shared/contract/commands.ts';
import type { TrainingSample } from '../../shared/contract/topics.ts';

/** A text asked for by the user. */
export interface GeneratedSample {
  readonly prompt: string;
  readonly temperature: number;
  readonly result: SampleResult;
}

export interface SamplesState {
  readonly runId: string | undefined;
  /** The newest text sampled in training. */
  readonly newest: TrainingSample | undefined;
  readonly generated: GeneratedSample | undefined;
  readonly generating: boolean;
  /** Why the last generation failed, in the host's words. */
  readonly problem: string | undefined;
}

const NONE = { newest: undefined, generated: undefined, generating: false, problem: undefined };

/** Texts of the present run. */
export const useSamples = create<SamplesState>(() => ({ runId: undefined, ...NONE }));

/** Forgets another run's texts; the same run keeps its own. */
export function beginSamples(runId: string | undefined): void {
  if (useSamples.getState().runId !== runId) useSamples.setState({ runId, ...NONE });
}

export function takeSample(sample: TrainingSample): void {
  beginSamples(sample.runId);
  useSamples.setState({ newest: sample });
}

export function beginGenerating(): void {
  useSamples.setState({ generating: true, problem: undefined });
}

export function setGenerated(generated: GeneratedSample): void {
  useSamples.setState({ generated, generating: false });
}

export function setGenerationProblem(problem: string): void {
  useSamples.setState({ generating: false, problem });
}
