import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CallError } from '../../src/shared/rpc/call-error.ts';
import { RpcClient } from '../../src/shared/rpc/rpc-client.ts';
import { RpcServer, type Handlers, type Parsers } from '../../src/shared/rpc/rpc-server.ts';
import { LIMITS } from '../../src/shared/contract/limits.ts';
import { PROTOCOL_VERSION } from '../../src/shared/contract/version.ts';
import { SPHERE_COLUMNS, readSphereFrame } from '../../src/shared/frames/sphere-frame.ts';
import { runParsers } from '../../src/main/host/parsers/run.ts';
import { sessionParsers } from '../../src/main/host/parsers/session.ts';
import { writeFrame } from '../helpers/write-frame.ts';
import type { Envelope } from '../../src/shared/rpc/envelopes.ts';
import type { Pair } from '../helpers/rpc-pairs.ts';
import type { RunStatus } from '../../src/shared/contract/run.ts';
import type { Transport } from '../../src/shared/rpc/transport.ts';

/** What every carrier must do. `open` makes one connected pair of it. */
export function conformance(carrier: string, open: () => Promise<Pair>): void {
  describe(`rpc over ${carrier}`, () => {
    const pairs: Pair[] = [];
    let server: RpcServer;
    let client: RpcClient;

    /** A pair whose host end is served. */
    const connect = async (): Promise<Transport> => {
      const pair = await open();
      pairs.push(pair);
      server.connect(pair.host);
      return pair.client;
    };

    beforeEach(() => {
      server = createServer();
      client = new RpcClient({ version: 'test' });
    });
    afterEach(async () => {
      client.close();
      server.close('The test has ended.');
      await Promise.all(pairs.splice(0).map((pair) => pair.dispose()));
    });

    it('greets with protocol and version', async () => {
      const hello = await client.attach(await connect());
      expect(hello).toMatchObject({ protocol: PROTOCOL_VERSION, version: '1.2.3' });
    });

    it('answers a call', async () => {
      await client.attach(await connect());
      await expect(client.call('session.info')).resolves.toMatchObject({ version: '1.2.3' });
    });

    it('answers calls made before the hello has come', async () => {
      void client.attach(await connect());
      await expect(client.call('run.step', { runId: 'a', count: 3 })).resolves.toEqual({ step: 3 });
    });

    it('fails a call with the code and the words of the host', async () => {
      await client.attach(await connect());
      const call = client.call('run.pause', { runId: 'a' });
      await expect(call).rejects.toBeInstanceOf(CallError);
      await expect(call).rejects.toMatchObject({ code: 'wrong-state', message: 'Not now.' });
    });

    it('hides nothing of a defect but its stack', async () => {
      await client.attach(await connect());
      const call = client.call('run.resume', { runId: 'a' });
      await expect(call).rejects.toMatchObject({ code: 'internal', message: 'a defect' });
    });

    it('refuses an unknown command, also one that every object has', async () => {
      await client.attach(await connect());
      for (const command of ['run.fly', 'toString', '__proto__']) {
        const call = client.call(command as 'session.info');
        await expect(call).rejects.toMatchObject({ code: 'unknown-command' });
      }
    });

    it('refuses invalid params and names field, value and range', async () => {
      await client.attach(await connect());
      const call = client.call('run.step', { runId: 'a', count: 0 });
      await expect(call).rejects.toMatchObject({
        code: 'invalid-params',
        message: 'count must be a whole number from 1 to 10000000, not 0.',
      });
    });

    it('sends a latest topic only as far as the credit goes, then the newest', async () => {
      const raw = createRawClient(await connect());
      raw.send({ type: 'subscribe', topic: 'run.status' });
      await raw.roundTrip();
      for (let step = 1; step <= 10; step += 1) server.publish('run.status', status(step));
      await raw.roundTrip();
      expect(raw.steps()).toEqual([1, 2]);
      raw.send({ type: 'credit', topic: 'run.status' });
      await raw.roundTrip();
      expect(raw.steps()).toEqual([1, 2, 10]);
      raw.send({ type: 'credit', topic: 'run.status' });
      raw.send({ type: 'credit', topic: 'run.status' });
      raw.send({ type: 'credit', topic: 'run.status' }); // more than it was given
      await raw.roundTrip();
      for (let step = 11; step <= 20; step += 1) server.publish('run.status', status(step));
      await raw.roundTrip();
      expect(raw.steps()).toEqual([1, 2, 10, 11, 12]);
    });

    it('tells the newest of a latest topic to who subscribes later', async () => {
      server.publish('run.status', status(41));
      server.publish('run.status', status(42));
      await client.attach(await connect());
      const first = await new Promise<RunStatus>((resolve) =>
        client.subscribe('run.status', resolve),
      );
      expect(first.step).toBe(42);
    });

    it('gives credit by itself once the listener has run', async () => {
      await client.attach(await connect());
      const steps: number[] = [];
      client.subscribe('run.status', ({ step }) => steps.push(step));
      for (let step = 1; step <= 10; step += 1) {
        server.publish('run.status', status(step));
        await client.call('session.info');
      }
      expect(steps).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    });

    it('drops nothing of an every topic and keeps its order', async () => {
      await client.attach(await connect());
      const seen: number[] = [];
      const all = new Promise<void>((resolve) => {
        client.subscribe('log', ({ atMs }) => {
          seen.push(atMs);
          if (seen.length === 1_000) resolve();
        });
      });
      await client.call('session.info');
      for (let burst = 0; burst < 4; burst += 1) {
        for (let i = 0; i < 250; i += 1) {
          server.publish('log', { atMs: burst * 250 + i, level: 'info', message: 'x' });
        }
        await client.call('session.info');
      }
      await all;
      expect(seen).toEqual(Array.from({ length: 1_000 }, (_, i) => i));
    });

    it('sends nothing after unsubscribing, and a new subscription begins anew', async () => {
      await client.attach(await connect());
      const seen: string[] = [];
      const unsubscribe = client.subscribe('log', ({ message }) => seen.push(message));
      await client.call('session.info');
      unsubscribe();
      await client.call('session.info');
      expect(server.watched('log')).toBe(false);
      server.publish('log', { atMs: 0, level: 'info', message: 'unheard' });
      client.subscribe('log', ({ message }) => seen.push(message));
      await client.call('session.info');
      server.publish('log', { atMs: 0, level: 'info', message: 'heard' });
      await client.call('session.info');
      expect(seen).toEqual(['heard']);
    });

    it('carries a frame as it is, by credit', async () => {
      await client.attach(await connect());
      const frame = sphereFrame(7);
      const received = new Promise<ArrayBuffer>((resolve) =>
        client.subscribe('frame.spheres', resolve),
      );
      await client.call('session.info');
      const [connection] = server.clients;
      expect(connection?.ready('frame.events')).toBe(false);
      connection?.sendFrame('frame.spheres', frame);
      connection?.sendFrame('frame.spheres', sphereFrame(8));
      expect(connection?.ready('frame.spheres')).toBe(false);
      expect(new Uint8Array(await received)).toEqual(new Uint8Array(frame));
      expect(readSphereFrame(await received).step).toBe(7);
      await client.call('session.info');
      expect(connection?.ready('frame.spheres')).toBe(true);
    });

    it('rejects pending calls when the host goes', async () => {
      await client.attach(await connect());
      const gone = new Promise<CallError>((resolve) => client.onDisconnect(resolve));
      const call = client.call('run.checkpoint', { runId: 'never' });
      const rejection = expect(call).rejects.toMatchObject({ code: 'disconnected' });
      server.close('The host has ended.');
      await rejection;
      expect((await gone).code).toBe('disconnected');
      expect(client.connected).toBe(false);
      await expect(client.call('session.info')).rejects.toMatchObject({ code: 'disconnected' });
    });

    it('rejects pending calls when the client closes, and the host forgets it', async () => {
      const transport = await connect();
      await client.attach(transport);
      const forgotten = new Promise<void>((resolve) => {
        const host = pairs.at(-1)?.host;
        host?.onClose(() => resolve());
      });
      const call = client.call('run.checkpoint', { runId: 'never' });
      const rejection = expect(call).rejects.toMatchObject({ code: 'disconnected' });
      client.close();
      await rejection;
      await forgotten;
      expect([...server.clients]).toEqual([]);
    });

    it('subscribes again over a new connection', async () => {
      await client.attach(await connect());
      const seen: string[] = [];
      client.subscribe('log', ({ message }) => seen.push(message));
      server.close('The host restarts.');
      await client.attach(await connect());
      await client.call('session.info');
      server.publish('log', { atMs: 0, level: 'info', message: 'back' });
      await client.call('session.info');
      expect(seen).toEqual(['back']);
    });

    it('refuses a host of another protocol in words', async () => {
      const pair = await open();
      pairs.push(pair);
      pair.host.send({ type: 'hello', protocol: 999, version: '9.9.9', capabilities: [] });
      const attached = client.attach(pair.client);
      await expect(attached).rejects.toMatchObject({
        code: 'mismatch',
        message: expect.stringContaining('host 9.9.9 protocol 999') as unknown,
      });
      await expect(client.call('session.info')).rejects.toMatchObject({ code: 'disconnected' });
    });

    it('disconnects a client of another protocol, one that does not greet, and one that babbles', async () => {
      const openings: Envelope[] = [
        { type: 'hello', protocol: 999, version: '', capabilities: [] },
        { type: 'subscribe', topic: 'log' },
        { type: 'shout' } as unknown as Envelope,
      ];
      for (const opening of openings) {
        const transport = await connect();
        const closed = new Promise<string>((resolve) => transport.onClose(resolve));
        transport.send(opening);
        expect(await closed).not.toBe('');
      }
      expect([...server.clients]).toEqual([]);
    });
  });
}

function createServer(): RpcServer {
  const handlers = {
    'session.info': () => ({ version: '1.2.3' }),
    'run.pause': () => {
      throw new CallError('wrong-state', 'Not now.');
    },
    'run.resume': () => {
      throw new TypeError('a defect');
    },
    'run.step': async ({ count }: { count: number }) => ({ step: count }),
    'run.checkpoint': () => new Promise(() => undefined),
  } as unknown as Handlers;
  const parsers = { ...sessionParsers, ...runParsers } as unknown as Parsers;
  return new RpcServer({
    ...{ handlers, parsers, version: '1.2.3' },
    schedule: (task, delayMs) => {
      const timer = setTimeout(task, delayMs);
      return () => clearTimeout(timer);
    },
  });
}

/** A client without the courtesies of RpcClient: it greets, and gives credit only when told to. */
function createRawClient(transport: Transport) {
  const received: Envelope[] = [];
  let answered: (() => void) | undefined;
  transport.onMessage((message) => {
    const envelope = message as Envelope;
    received.push(envelope);
    if (envelope.type === 'result') answered?.();
  });
  transport.send({ type: 'hello', protocol: PROTOCOL_VERSION, version: '', capabilities: [] });
  let id = 0;
  return {
    send: (envelope: Envelope) => transport.send(envelope),
    /** Everything sent to this client before has arrived when it resolves. */
    roundTrip: () =>
      new Promise<void>((resolve) => {
        answered = resolve;
        transport.send({ type: 'call', id: (id += 1), command: 'session.info', params: null });
      }),
    /** Steps of the status payloads received. */
    steps: () =>
      received.flatMap((envelope) =>
        envelope.type === 'topic' ? envelope.payloads.map((p) => (p as RunStatus).step) : [],
      ),
  };
}

function status(step: number): RunStatus {
  return { state: 'running', step, unsavedSteps: 0, checkpoints: [] };
}

function sphereFrame(step: number): ArrayBuffer {
  const rows = Array.from({ length: LIMITS.creditWindow }, (_, level) => ({ level }));
  return writeFrame({ kind: 'spheres', step, layout: SPHERE_COLUMNS, rows });
}
