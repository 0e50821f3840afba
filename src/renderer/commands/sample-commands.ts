import {
  beginWriting,
  setGenerated,
  setGenerationProblem,
  useSamples,
} from '../store/samples-slice.ts';
import type { SampleParams } from '../../shared/contract/sample.ts';
import { callHost, failureMessage } from './host-call.ts';
import { notify } from '../store/notice-slice.ts';
import { useRun } from '../store/run-slice.ts';

/** What the sample panel asks for. */
export type SampleRequest = Omit<SampleParams, 'runId' | 'seed' | 'sampleId' | 'alternatives'> & {
  /** Absent: one is drawn. */
  readonly seed?: number;
};

/** Likeliest tokens that the panel shows at each place. */
const ALTERNATIVES = 5;

/** Lets the present run's newest weights continue the prompt. */
export async function generateSample(request: SampleRequest): Promise<void> {
  const { runId } = useRun.getState().status;
  if (runId === undefined || useSamples.getState().writing) return;
  const { prompt, temperature } = request;
  const sampleId = crypto.getRandomValues(new Uint32Array(2)).join('-');
  beginWriting({ sampleId, prompt, temperature });
  try {
    const seed = request.seed ?? crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
    const asked = { ...request, runId, seed, sampleId, alternatives: ALTERNATIVES };
    const result = await callHost('sample.generate', asked);
    if (useSamples.getState().runId === runId) setGenerated({ prompt, temperature, seed, result });
  } catch (error) {
    setGenerationProblem(failureMessage(error));
  }
}

/** Ends the text that is being written; what there is stays. */
export async function cancelSample(): Promise<void> {
  const { writing } = useSamples.getState();
  if (!writing) return;
  try {
    await callHost('sample.cancel', { sampleId: writing.sampleId });
  } catch (error) {
    notify({ level: 'error', title: 'The sample goes on', message: failureMessage(error) });
  }
}
