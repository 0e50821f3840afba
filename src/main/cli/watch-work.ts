import type { RpcClient } from '../../shared/rpc/rpc-client.ts';
import { createEndRequests } from '../host/shell/end-requests.ts';
import { workLine } from './work-line.ts';
import type { Terminal } from './terminal.ts';

let begun = 0;

/** Makes a long call: draws how far it is where there is a terminal to draw on, and lets Ctrl-C cancel it (a second one ends the process). */
export async function watchWork<T>(
  client: RpcClient,
  terminal: Terminal,
  call: (workId: string) => Promise<T>,
): Promise<T> {
  const workId = `cli-${(begun += 1)}`;
  const { aside } = terminal;
  const unsubscribe = client.subscribe('work.progress', (progress) => {
    if (progress.workId === workId) aside?.(workLine(progress, terminal.columns));
  });
  const request = createEndRequests();
  const forget = terminal.onInterrupt(() => {
    const meaning = request();
    if (meaning === 'insists') terminal.abandon();
    if (meaning === 'first') client.call('work.cancel', { workId }).catch(() => undefined); // the call itself tells
  });
  try {
    return await call(workId);
  } finally {
    forget();
    unsubscribe();
    aside?.('');
  }
}
