import { create } from 'zustand';
import type { SamplePart, SampleResult, SampledToken } from '../../shared/contract/sample.ts';
import type { TrainingSample } from '../../shared/contract/topics.ts';

/** A text asked for by the user. */
export interface GeneratedSample {
  readonly prompt: string;
  readonly temperature: number;
  readonly seed: number;
  readonly result: SampleResult;
}

/** A text asked for that is being written. */
export interface UnfinishedSample {
  readonly sampleId: string;
  readonly prompt: string;
  readonly temperature: number;
  readonly text: string;
  readonly tokens: readonly SampledToken[];
}

export interface SamplesState {
  readonly runId: string | undefined;
  /** The newest text sampled in training. */
  readonly newest: TrainingSample | undefined;
  readonly generated: GeneratedSample | undefined;
  /** Present while a text is being written. */
  readonly writing: UnfinishedSample | undefined;
  /** Why the last generation failed, in the host's words. */
  readonly problem: string | undefined;
}

const NONE = { newest: undefined, generated: undefined, writing: undefined, problem: undefined };

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

export function beginWriting(asked: Omit<UnfinishedSample, 'text' | 'tokens'>): void {
  useSamples.setState({ writing: { ...asked, text: '', tokens: [] }, problem: undefined });
}

/** Takes the next part of the text that is being written; other clients' parts are not ours. */
export function takePart({ sampleId, text, tokens }: SamplePart): void {
  const { writing } = useSamples.getState();
  if (writing?.sampleId !== sampleId) return;
  useSamples.setState({
    writing: { ...writing, text: writing.text + text, tokens: [...writing.tokens, ...tokens] },
  });
}

export function setGenerated(generated: GeneratedSample): void {
  useSamples.setState({ generated, writing: undefined });
}

export function setGenerationProblem(problem: string): void {
  useSamples.setState({ writing: undefined, problem });
}
