import { useBlock, setBlockProblem, takeBlock } from '../store/block-slice.ts';
import { useRun } from '../store/run-slice.ts';
import { useSamples } from '../store/samples-slice.ts';
import { callHost, failureMessage } from './host-call.ts';

let asking = false;
let askAgain = false;

/** The text that is looked at: the newest one asked for, else the newest sampled in training. */
export function lookedAtText(): string {
  const { generated, newest } = useSamples.getState();
  return generated ? generated.prompt + generated.result.text : (newest?.text ?? '');
}

/** Asks the host what is to be seen in the chosen block; once more afterwards when it is asked again meanwhile. Nothing without a run. */
export async function lookAtBlock(): Promise<void> {
  const { runId, state } = useRun.getState().status;
  if (runId === undefined || state === 'idle') return;
  if (asking) {
    askAgain = true;
    return;
  }
  const { block, head, tokens } = useBlock.getState();
  const asked = { runId, block, head, tokens };
  asking = true;
  try {
    takeBlock(asked, await callHost('blocks.inspect', { ...asked, text: lookedAtText() }));
  } catch (error) {
    setBlockProblem(failureMessage(error));
  } finally {
    asking = false;
  }
  if (!askAgain) return;
  askAgain = false;
  await lookAtBlock();
}
