import { describe, expect, it } from 'vitest';
import { PROTOCOL_VERSION } from '../../../../src/shared/contract/version.ts';
import { RpcClient, protocolMismatch } from '../../../../src/shared/rpc/rpc-client.ts';
import { createMemoryPair } from '../../../../src/shared/rpc/memory-transport.ts';
import type { RunStatus } from '../../../../src/shared/contract/run.ts';

const HELLO = {
  type: 'hello',
  protocol: PROTOCOL_VERSION,
  version: '1.0.0',
  capabilities: [],
} as const;
const STATUS: RunStatus = { state: 'idle', step: 0, unsavedSteps: 0, checkpoints: [] };

/** A client, the problems it noticed, and the host's end with what came there. */
function openPair() {
  const problems: unknown[] = [];
  const client = new RpcClient({ onProblem: (error) => problems.push(error) });
  const [near, far] = createMemoryPair();
  const received: unknown[] = [];
  far.onMessage((message) => received.push(message));
  return { client, near, far, problems, received };
}

/** Lets everything in a memory pair arrive. */
const arrival = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('RpcClient', () => {
  it('rejects calls without a connection', async () => {
    await expect(new RpcClient().call('session.info')).rejects.toMatchObject({
      code: 'disconnected',
    });
  });

  it('greets first, then subscribes to what was asked for before it was connected', async () => {
    const { client, near, received } = openPair();
    client.subscribe('log', () => undefined);
    client.subscribe('log', () => undefined);
    client.subscribe('run.status', () => undefined);
    void client.attach(near);
    await arrival();
    expect(received).toEqual([
      { type: 'hello', protocol: PROTOCOL_VERSION, version: '', capabilities: [] },
      { type: 'subscribe', topic: 'log' },
      { type: 'subscribe', topic: 'run.status' },
    ]);
  });

  it('unsubscribes with the last listener only, and twice is harmless', async () => {
    const { client, near, received } = openPair();
    void client.attach(near);
    const first = client.subscribe('log', () => undefined);
    const second = client.subscribe('log', () => undefined);
    first();
    first();
    await arrival();
    expect(received).not.toContainEqual({ type: 'unsubscribe', topic: 'log' });
    second();
    await arrival();
    expect(received).toContainEqual({ type: 'unsubscribe', topic: 'log' });
  });

  it('gives credit though a listener throws, tells of it, and calls the other listeners', async () => {
    const { client, near, far, problems, received } = openPair();
    void client.attach(near);
    const seen: RunStatus[] = [];
    client.subscribe('run.status', () => {
      throw new Error('in the listener');
    });
    client.subscribe('run.status', (status) => seen.push(status));
    far.send(HELLO);
    far.send({ type: 'topic', topic: 'run.status', payloads: [STATUS] });
    await arrival();
    expect(seen).toEqual([STATUS]);
    expect(problems).toEqual([new Error('in the listener')]);
    expect(received.at(-1)).toEqual({ type: 'credit', topic: 'run.status' });
  });

  it('tells of malformed envelopes and frames and goes on', async () => {
    const { client, near, far, problems } = openPair();
    void client.attach(near);
    far.send({ type: 'nonsense' } as never);
    far.send(new ArrayBuffer(5));
    far.send(HELLO);
    const call = client.call('session.info');
    far.send({ type: 'result', id: 0, result: 'done' });
    await expect(call).resolves.toBe('done');
    expect(problems).toHaveLength(2);
  });

  it('ignores the answer to a call that nobody waits for', async () => {
    const { client, near, far, problems } = openPair();
    void client.attach(near);
    far.send({ type: 'result', id: 77, result: null });
    await arrival();
    expect(problems).toEqual([]);
  });

  it('rejects the hello when the host goes before it came', async () => {
    const { client, near, far } = openPair();
    const attached = client.attach(near);
    far.close('gone');
    await expect(attached).rejects.toMatchObject({ code: 'disconnected', message: 'gone' });
  });

  it('replaces a connection: the former is closed and no longer heard', async () => {
    const { client, near, far } = openPair();
    const first = client.attach(near);
    const [second] = createMemoryPair();
    const seen: RunStatus[] = [];
    client.subscribe('run.status', (status) => seen.push(status));
    void client.attach(second);
    await expect(first).rejects.toMatchObject({ code: 'disconnected' });
    far.send({ type: 'topic', topic: 'run.status', payloads: [STATUS] });
    await arrival();
    expect(seen).toEqual([]);
    expect(client.connected).toBe(true);
  });

  it('says which side is older when the protocols differ', () => {
    expect(protocolMismatch(PROTOCOL_VERSION + 1, '2.0.0')).toContain('reload the window');
    expect(protocolMismatch(PROTOCOL_VERSION - 1, '0.1.0')).toContain('restart the host');
  });
});
