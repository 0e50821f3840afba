import { CARRIER_PARAMETER, ELECTRON_ORIGIN, SOCKET_PATH } from '../../shared/contract/shell.ts';
import { openPort } from './open-port.ts';
import { createSocketTransport } from '../../shared/rpc/socket-transport.ts';
import type { Transport } from '../../shared/rpc/transport.ts';

/** Opens the way to the host that this page has: a MessagePort in Electron, a WebSocket on its own origin elsewhere. */
export function openCarrier(page: Window): Promise<Transport> {
  return usesPort(page.location)
    ? openPort(page)
    : Promise.resolve(createSocketTransport(new WebSocket(socketUrl(page.location))));
}

/** Whether the page's host is at the other end of a MessagePort. */
export function usesPort({ origin, search }: Pick<Location, 'origin' | 'search'>): boolean {
  return (
    origin === ELECTRON_ORIGIN || new URLSearchParams(search).get(CARRIER_PARAMETER) === 'port'
  );
}

/** Address of the web shell's WebSocket; the page's cookie proves who asks. */
export function socketUrl({ protocol, host }: Pick<Location, 'protocol' | 'host'>): string {
  return `${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}${SOCKET_PATH}`;
}
