import type { RunSummary } from '../../shared/contract/run.ts';
import { CallError } from '../../shared/rpc/call-error.ts';
import type { RpcClient } from '../../shared/rpc/rpc-client.ts';
import { didYouMean } from '../host/shell/command-line.ts';
import { nearest } from '../host/shell/nearest.ts';

/**
 * The stored run that `word` names: `last`, its id, the beginning of one id only, or its name (the newest of that name).
 * Throws CallError not-found, or invalid-argument when several begin so.
 */
export async function findRun(client: RpcClient, word: string): Promise<RunSummary> {
  const { runs } = await client.call('run.list');
  const exact = runs.find(({ runId }) => runId === word);
  const beginning = runs.filter(({ runId }) => runId.startsWith(word));
  const named = runs.find(({ name }) => name === word);
  const found =
    exact ??
    (word === 'last' ? runs[0] : undefined) ??
    named ??
    (beginning.length === 1 ? beginning[0] : undefined);
  if (found?.problem !== undefined)
    throw new CallError('corrupt', `${found.runId}: ${found.problem}`);
  if (found) return found;
  if (beginning.length > 1) {
    const ids = beginning.map(({ runId }) => runId).join(', ');
    throw new CallError('invalid-argument', `Several runs begin with "${word}": ${ids}.`);
  }
  const like = nearest(
    word,
    runs.flatMap(({ runId, name }) => [runId, name]),
  );
  const advice =
    didYouMean(like) || (runs.length > 0 ? ' See: crystalline runs' : ' There are none yet.');
  throw new CallError('not-found', `No run is called "${word}".${advice}`);
}
