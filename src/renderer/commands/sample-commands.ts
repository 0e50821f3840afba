import {
  beginGenerating,
  setGenerated,
  setGenerationProblem,
  useSamples,
} from '../store/samples-slice.ts';
import { callHost, failureMessage } from './host-call.ts';
import { useRun } from '../store/run-slice.ts';

/** What the sample panel asks for. */
export interface SampleRequest {
  readonly prompt: string;
  readonly tokens: number;
  readonly temperature: number;
  readonly topK?: number;
}

/** Lets the present run's newest weights continue the prompt. Each call draws its own seed. */
export async function generateSample(request: SampleRequest): Promise<void> {
  const { runId } = useRun.getState().status;
  if (runId === undefined || useSamples.getState().generating) return;
  beginGenerating();
  try {
    const seed = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
    const result = await callHost('sample.generate', { ...request, runId, seed });
    setGenerated({ prompt: request.prompt, temperature: request.temperature, result });
  } catch (error) {
    setGenerationProblem(failureMessage(error));
  }
}
