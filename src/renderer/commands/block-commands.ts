import { useBlock, setBlockProblem, takeBlock } from '../store/block-slice.ts';
import { useRun } from '../store/run-slice.ts';
import { useSamples } from '../store/samples-slice.ts';
import { callHost, failureMessage } from './host-call.ts';

let asking = false;

/** The text that is looked at: the newest one asked for, else the newest sampled in training. */
export function lookedAtText(): string {
  const { generated, newest } = useSamples.getState();
  return generated ? generated.prompt + generated.result.text : (newest?.text ?? '');
}

/** Asks the host what is to be seen in the chosen block, unless a question is under way or there is no run. */
export async function lookAtBlock(): Promise<void> {
  const { runId, state } = useRun.getState().status;
  if (asking || runId === undefined || state === 'idle') return;
  const { block, head } = useBlock.getState();
  asking = true;
  try {
    const seen = await callHost('blocks.inspect', { runId, block, head, text: lookedAtText() });
    takeBlock({ runId, block, head }, seen);
  } catch (error) {
    setBlockProblem(failureMessage(error));
  } finally {
    asking = false;
  }
}
