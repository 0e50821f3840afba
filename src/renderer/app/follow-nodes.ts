import { callHost, failureMessage } from '../commands/host-call.ts';
import { notify } from '../store/notice-slice.ts';
import { useRun } from '../store/run-slice.ts';
import { useView } from '../store/view-slice.ts';
import { setWorkerNodes, useWorkerNodes, workerNodes } from '../store/worker-nodes.ts';

/** Asks the host for the workers' memory nodes as soon as spheres are coloured by them, and again for another number of workers. */
export function followNodes(): void {
  let asked: number | undefined;
  const follow = (): void => {
    const workers = useRun.getState().status.workers;
    const wanted = useView.getState().look.spheres.colour === 'node';
    if (!wanted || workers === undefined || workers === asked) return;
    asked = workers;
    void readNodes(workers);
  };
  useView.subscribe(follow);
  useRun.subscribe(follow);
}

async function readNodes(workers: number): Promise<void> {
  try {
    setWorkerNodes(workerNodes(await callHost('topology.read', {}), workers));
  } catch (error) {
    const message = failureMessage(error);
    notify({ level: 'error', title: 'The memory nodes could not be read', message });
    useWorkerNodes.setState({ nodes: [] });
  }
}
