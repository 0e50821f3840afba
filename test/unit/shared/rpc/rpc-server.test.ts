import { describe, expect, it } from 'vitest';
import { CallError } from '../../../../src/shared/rpc/call-error.ts';
import { LIMITS } from '../../../../src/shared/contract/limits.ts';
import { PROTOCOL_VERSION } from '../../../../src/shared/contract/version.ts';
import { RpcServer, toFailure } from '../../../../src/shared/rpc/rpc-server.ts';
import { createMemoryPair } from '../../../../src/shared/rpc/memory-transport.ts';
import type { TopicEnvelope } from '../../../../src/shared/rpc/envelopes.ts';
import type { Transport } from '../../../../src/shared/rpc/transport.ts';

/** A server whose clock is turned by hand. */
function openServer() {
  const due: (() => void)[] = [];
  const server = new RpcServer({
    handlers: {} as never,
    parsers: {} as never,
    version: '1.0.0',
    schedule: (task) => {
      due.push(task);
      return () => due.splice(due.indexOf(task), 1);
    },
  });
  return { server, due, elapse: () => due.splice(0).forEach((task) => task()) };
}

/** A greeted client subscribed to the log, with the batches it received. */
async function connectTo(server: RpcServer, bufferedBytes = 0) {
  const [near, far] = createMemoryPair();
  const measured: Transport = { ...far, bufferedBytes };
  const batches: unknown[][] = [];
  near.onMessage((message) => {
    const envelope = message as TopicEnvelope;
    if (envelope.type === 'topic') batches.push([...envelope.payloads]);
  });
  server.connect(measured);
  near.send({ type: 'hello', protocol: PROTOCOL_VERSION, version: '', capabilities: [] });
  near.send({ type: 'subscribe', topic: 'log' });
  await arrival();
  return { near, batches };
}

const arrival = () => new Promise((resolve) => setTimeout(resolve, 0));
const entry = (atMs: number) => ({ atMs, level: 'info', message: '' }) as const;

describe('RpcServer', () => {
  it('sends the first of an every topic at once and the following ones together', async () => {
    const { server, elapse, due } = openServer();
    const { batches } = await connectTo(server);
    for (const at of [1, 2, 3]) server.publish('log', entry(at));
    await arrival();
    expect(batches).toEqual([[entry(1)]]);
    elapse();
    await arrival();
    expect(batches).toEqual([[entry(1)], [entry(2), entry(3)]]);
    elapse();
    expect(due).toEqual([]); // quiet: no timer is left
    server.publish('log', entry(4));
    await arrival();
    expect(batches.at(-1)).toEqual([entry(4)]);
  });

  it('sends what waits before it closes, and leaves no timer behind', async () => {
    const { server, due } = openServer();
    const { batches } = await connectTo(server);
    for (const at of [1, 2, 3]) server.publish('log', entry(at));
    server.close('The end.');
    await arrival();
    expect(batches.flat()).toEqual([entry(1), entry(2), entry(3)]);
    expect(due).toEqual([]);
  });

  it('disconnects a client that does not read, since nothing may be dropped', async () => {
    const { server } = openServer();
    const { near } = await connectTo(server, LIMITS.messageBytes + 1);
    const closed = new Promise<string>((resolve) => near.onClose(resolve));
    server.publish('log', entry(1));
    expect(await closed).toBe('The client reads too slowly.');
    expect([...server.clients]).toEqual([]);
  });

  it('serves each client by its own subscriptions', async () => {
    const { server } = openServer();
    const first = await connectTo(server);
    const second = await connectTo(server);
    second.near.send({ type: 'unsubscribe', topic: 'log' });
    await arrival();
    server.publish('log', entry(1));
    await arrival();
    expect(first.batches).toEqual([[entry(1)]]);
    expect(second.batches).toEqual([]);
    expect(server.watched('log')).toBe(true);
  });
});

describe('toFailure', () => {
  it('keeps our codes, takes those of the system for io-failed, and the rest for internal', () => {
    const system = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    expect(toFailure(new CallError('corrupt', 'torn'))).toEqual({
      code: 'corrupt',
      message: 'torn',
    });
    expect(toFailure(system)).toEqual({ code: 'io-failed', message: 'no space left on device' });
    expect(toFailure(new TypeError('oops'))).toEqual({ code: 'internal', message: 'oops' });
    expect(toFailure(Object.assign(new Error('x'), { code: 'ERR_NODE' })).code).toBe('internal');
    expect(toFailure('text')).toEqual({ code: 'internal', message: 'text' });
  });
});
