import { Inlet } from './inlet.ts';
import type { Transport } from './transport.ts';

/** MessagePort of browsers and of Node: EventTargets. */
interface DomPort {
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
}

/** Electron's MessagePortMain: an EventEmitter whose listeners are given an event with `data`. */
interface EmitterPort {
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
}

export type PortLike = DomPort | EmitterPort;

/**
 * A MessagePort as carrier: envelopes and frames are both structured-cloned. Nothing is put in a transfer list,
 * since Electron's ports lose transferred buffers.
 */
export function createPortTransport(port: PortLike): Transport {
  const inlet = new Inlet();
  const onMessage = (event: { readonly data: unknown }) => inlet.deliver(event.data);
  const onClose = () => inlet.close('The other end closed the port.');
  if ('addEventListener' in port) {
    port.addEventListener('message', onMessage);
    port.addEventListener('close', onClose);
  } else {
    port.on('message', onMessage);
    port.on('close', onClose);
  }
  port.start();
  return {
    send: (message) => {
      if (!inlet.closed) port.postMessage(message);
    },
    onMessage: (listener) => inlet.onMessage(listener),
    onClose: (listener) => inlet.onClose(listener),
    close: (reason = 'Closed.') => {
      if (inlet.closed) return;
      inlet.close(reason);
      port.close();
    },
  };
}
