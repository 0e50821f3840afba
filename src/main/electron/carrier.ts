import type { IpcMain, IpcMainEvent, MessageChannelMain, WebContents } from 'electron';
import { PORT_HANDSHAKE } from '../../shared/contract/shell.ts';
import { createPortTransport } from '../../shared/rpc/port-transport.ts';
import type { Transport } from '../../shared/rpc/transport.ts';
import type { PageAddress } from './page-origin.ts';

export interface CarrierParts {
  readonly ipcMain: Pick<IpcMain, 'on'>;
  readonly createChannel: () => Pick<MessageChannelMain, 'port1' | 'port2'>;
  readonly page: PageAddress;
  /** The window's contents: no other may ask. */
  readonly contents: Pick<WebContents, 'id'>;
  readonly connect: (transport: Transport) => void;
}

/**
 * Gives the page a port to the host when it asks. Only the top frame of the program's window, at the program's own
 * origin, is given one; data and commands then pass through the port, never through ipcMain.
 */
export function setupCarrier({
  ipcMain,
  createChannel,
  page,
  contents,
  connect,
}: CarrierParts): void {
  let present: Transport | undefined;
  ipcMain.on(PORT_HANDSHAKE.request, (event) => {
    const frame = trustedFrame(event, contents.id, page);
    if (!frame) return;
    const { port1, port2 } = createChannel();
    present?.close('The window has opened another connection.');
    present = createPortTransport(port1);
    connect(present);
    frame.postMessage(PORT_HANDSHAKE.offer, null, [port2]);
  });
}

function trustedFrame(event: IpcMainEvent, contentsId: number, page: PageAddress) {
  const frame = event.senderFrame; // null: it has gone or navigated since
  if (!frame || event.sender.id !== contentsId) return undefined;
  if (frame.parent !== null || frame.origin !== page.origin) return undefined;
  return frame;
}
