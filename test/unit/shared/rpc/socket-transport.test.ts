import { describe, expect, it } from 'vitest';
import {
  createSocketTransport,
  type SocketLike,
} from '../../../../src/shared/rpc/socket-transport.ts';
import type { Envelope } from '../../../../src/shared/rpc/envelopes.ts';

/** A WebSocket whose life is told by the test. */
function createSocket() {
  const listeners = new Map<string, (event: never) => void>();
  const sent: (string | ArrayBuffer)[] = [];
  const closes: unknown[][] = [];
  const socket = {
    binaryType: 'blob',
    bufferedAmount: 17,
    readyState: 0,
    send: (data: string | ArrayBuffer) => sent.push(data),
    close: (...given: unknown[]) => closes.push(given),
    addEventListener: (type: string, listener: (event: never) => void) =>
      listeners.set(type, listener),
  };
  const fire = (type: string, event: unknown = {}) => listeners.get(type)?.(event as never);
  const open = () => {
    socket.readyState = 1;
    fire('open');
  };
  return { socket: socket as unknown as SocketLike, sent, closes, fire, open };
}

const envelope: Envelope = { type: 'credit', topic: 'log' };

describe('createSocketTransport', () => {
  it('keeps messages until the socket is open: envelopes as text, frames as they are', () => {
    const { socket, sent, open } = createSocket();
    const transport = createSocketTransport(socket);
    const frame = new ArrayBuffer(3);
    transport.send(envelope);
    transport.send(frame);
    expect(sent).toEqual([]);
    open();
    transport.send(envelope);
    expect(sent).toEqual([JSON.stringify(envelope), frame, JSON.stringify(envelope)]);
    expect(socket.binaryType).toBe('arraybuffer');
    expect(transport.bufferedBytes).toBe(17);
  });

  it('closes on text that is not JSON', () => {
    const { socket, closes, fire, open } = createSocket();
    const transport = createSocketTransport(socket);
    open();
    const reasons: string[] = [];
    transport.onClose((reason) => reasons.push(reason));
    fire('message', { data: '{' });
    expect(reasons).toEqual(['A text message was not JSON.']);
    expect(closes[0]?.[0]).toBe(1008);
  });

  it('tells why the other end closed, once, though an error came before', () => {
    const { socket, fire } = createSocket();
    const transport = createSocketTransport(socket);
    const reasons: string[] = [];
    transport.onClose((reason) => reasons.push(reason));
    fire('error');
    fire('close', { code: 1006, reason: '' });
    fire('close', { code: 1000, reason: 'again' });
    expect(reasons).toEqual(['The connection was closed (1006).']);
  });

  it('keeps a reason of any script within the 123 bytes a close frame has', () => {
    const { socket, closes, open } = createSocket();
    const transport = createSocketTransport(socket);
    open();
    transport.close('\u6f22'.repeat(200));
    expect(Buffer.byteLength(String(closes[0]?.[1]))).toBeLessThanOrEqual(123);
  });
});
