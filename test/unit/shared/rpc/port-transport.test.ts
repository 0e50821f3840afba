import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createPortTransport, type PortLike } from '../../../../src/shared/rpc/port-transport.ts';
import type { Envelope } from '../../../../src/shared/rpc/envelopes.ts';

/** The face of Electron's MessagePortMain: an emitter of events with `data`, no addEventListener. */
class MainPort extends EventEmitter {
  readonly sent: unknown[] = [];
  started = false;
  closed = false;
  postMessage(message: unknown): void {
    this.sent.push(message);
  }
  start(): void {
    this.started = true;
  }
  close(): void {
    this.closed = true;
  }
}

const envelope: Envelope = { type: 'credit', topic: 'log' };

describe('createPortTransport over an emitter port', () => {
  it('unwraps the events and starts the port', () => {
    const port = new MainPort();
    const transport = createPortTransport(port as PortLike);
    expect(port.started).toBe(true);
    const seen: unknown[] = [];
    transport.onMessage((message) => seen.push(message));
    port.emit('message', { data: envelope, ports: [] });
    transport.send(envelope);
    expect(seen).toEqual([envelope]);
    expect(port.sent).toEqual([envelope]);
  });

  it('reports when the other end is gone and sends nothing then', () => {
    const port = new MainPort();
    const transport = createPortTransport(port as PortLike);
    const reasons: string[] = [];
    transport.onClose((reason) => reasons.push(reason));
    port.emit('close');
    transport.send(envelope);
    transport.close();
    expect(reasons).toEqual(['The other end closed the port.']);
    expect(port.sent).toEqual([]);
  });

  it('closes the port once', () => {
    const port = new MainPort();
    const transport = createPortTransport(port as PortLike);
    transport.close('enough');
    transport.close('again');
    const reasons: string[] = [];
    transport.onClose((reason) => reasons.push(reason));
    expect(port.closed).toBe(true);
    expect(reasons).toEqual(['enough']);
  });
});
