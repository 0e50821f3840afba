import { CallError } from '../../shared/rpc/call-error.ts';
import { PORT_HANDSHAKE } from '../../shared/contract/shell.ts';
import { createPortTransport } from '../../shared/rpc/port-transport.ts';
import type { Transport } from '../../shared/rpc/transport.ts';

const PATIENCE_MS = 5_000;

/** Asks the preload for a MessagePort to the host. Rejects with `disconnected` when none is offered in five seconds. */
export function openPort(page: Window): Promise<Transport> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      page.clearTimeout(timer);
      page.removeEventListener('message', onMessage);
    };
    const onMessage = (event: MessageEvent): void => {
      const port = event.ports[0];
      const offered = event.data === PORT_HANDSHAKE.offer && event.origin === page.location.origin;
      if (event.source !== page || !offered || !port) return;
      settle();
      resolve(createPortTransport(port));
    };
    const timer = page.setTimeout(() => {
      settle();
      reject(new CallError('disconnected', 'The program offered no connection to its host.'));
    }, PATIENCE_MS);
    page.addEventListener('message', onMessage);
    page.postMessage(PORT_HANDSHAKE.request, page.location.origin);
  });
}
