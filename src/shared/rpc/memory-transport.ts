import type { Message, Transport } from './transport.ts';
import { Inlet } from './inlet.ts';

/**
 * Two connected ends within one process. Like a socket, messages arrive later, in order, and as copies:
 * envelopes go through JSON, frames are duplicated.
 */
export function createMemoryPair(): readonly [Transport, Transport] {
  const inlets = [new Inlet(), new Inlet()] as const;
  const end = (own: Inlet, other: Inlet): Transport => ({
    send: (message) => {
      if (own.closed) return;
      const copy = duplicate(message);
      void Promise.resolve().then(() => other.deliver(copy));
    },
    onMessage: (listener) => own.onMessage(listener),
    onClose: (listener) => own.onClose(listener),
    close: (reason = 'Closed.') => {
      own.close(reason);
      void Promise.resolve().then(() => other.close(reason));
    },
  });
  return [end(inlets[0], inlets[1]), end(inlets[1], inlets[0])];
}

function duplicate(message: Message): unknown {
  if (message instanceof ArrayBuffer) return message.slice(0);
  return JSON.parse(JSON.stringify(message)) as unknown;
}
