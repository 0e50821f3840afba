import { Inlet } from './inlet.ts';
import type { Message, Transport } from './transport.ts';

/** What the browser's WebSocket and the `ws` package's have in common. */
export interface SocketLike {
  binaryType: string;
  readonly bufferedAmount: number;
  readonly readyState: number;
  send(data: string | ArrayBuffer): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'open' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(
    type: 'close',
    listener: (event: { readonly code: number; readonly reason: string }) => void,
  ): void;
}

const CONNECTING = 0;
const NORMAL_CLOSURE = 1000;
const POLICY_VIOLATION = 1008;

/** A WebSocket as carrier: text messages are envelopes, binary messages are frames. */
export function createSocketTransport(socket: SocketLike): Transport {
  const inlet = new Inlet();
  const waiting: Message[] = [];
  const transmit = (message: Message) =>
    socket.send(message instanceof ArrayBuffer ? message : JSON.stringify(message));
  const close = (reason: string, code = NORMAL_CLOSURE) => {
    if (inlet.closed) return;
    inlet.close(reason);
    socket.close(code, reason.slice(0, 40)); // 123 bytes of UTF-8 at most
  };

  socket.binaryType = 'arraybuffer';
  socket.addEventListener('open', () => waiting.splice(0).forEach(transmit));
  socket.addEventListener('message', ({ data }) => {
    if (typeof data !== 'string') return inlet.deliver(data);
    try {
      inlet.deliver(JSON.parse(data));
    } catch {
      close('A text message was not JSON.', POLICY_VIOLATION);
    }
  });
  socket.addEventListener('error', () => undefined); // a close event follows and tells
  socket.addEventListener('close', ({ code, reason }) => {
    inlet.close(reason || `The connection was closed (${code}).`);
  });

  return {
    send: (message) => {
      if (inlet.closed) return;
      if (socket.readyState === CONNECTING) waiting.push(message);
      else transmit(message);
    },
    onMessage: (listener) => inlet.onMessage(listener),
    onClose: (listener) => inlet.onClose(listener),
    close: (reason = 'Closed.') => close(reason),
    get bufferedBytes() {
      return socket.bufferedAmount;
    },
  };
}
