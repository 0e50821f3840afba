import { PORT_HANDSHAKE } from '../shared/contract/shell.ts';

/** What is used of the page's window. */
export interface PageWindow {
  readonly location: { readonly origin: string };
  addEventListener(
    type: 'message',
    listener: (event: Pick<MessageEvent, 'source' | 'origin' | 'data'>) => void,
  ): void;
  postMessage(message: unknown, targetOrigin: string, transfer: Transferable[]): void;
}

/** What is used of Electron's ipcRenderer. */
export interface Ipc {
  send(channel: string): void;
  on(
    channel: string,
    listener: (event: { readonly ports: readonly MessagePort[] }) => void,
  ): unknown;
}

/**
 * Passes the page's request for a port to the main process, and the port that comes back to the page. Nothing else is
 * heard or handed on, and nothing is put on the page's window: frames within the page and other origins get no port.
 */
export function relayPort(page: PageWindow, ipc: Ipc): void {
  const { origin } = page.location;
  page.addEventListener('message', (event) => {
    const own = event.source === page && event.origin === origin;
    if (own && event.data === PORT_HANDSHAKE.request) ipc.send(PORT_HANDSHAKE.request);
  });
  ipc.on(PORT_HANDSHAKE.offer, ({ ports }) => {
    const [port] = ports;
    if (port) page.postMessage(PORT_HANDSHAKE.offer, origin, [port]);
  });
}
