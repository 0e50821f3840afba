import { MessageChannel } from 'node:worker_threads';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { createMemoryPair } from '../../src/shared/rpc/memory-transport.ts';
import { createPortTransport } from '../../src/shared/rpc/port-transport.ts';
import { createSocketTransport } from '../../src/shared/rpc/socket-transport.ts';
import type { Transport } from '../../src/shared/rpc/transport.ts';

/** Two connected ends of one carrier. */
export interface Pair {
  readonly client: Transport;
  readonly host: Transport;
  /** Frees what lies under the pair. */
  dispose(): Promise<void>;
}

export async function openMemoryPair(): Promise<Pair> {
  const [client, host] = createMemoryPair();
  return { client, host, dispose: async () => undefined };
}

/** A Node MessageChannel: the browser's and Electron's ports have the same face. */
export async function openPortPair(): Promise<Pair> {
  const { port1, port2 } = new MessageChannel();
  const dispose = async () => port1.close();
  return { client: createPortTransport(port1), host: createPortTransport(port2), dispose };
}

/** A real WebSocket over the loopback device. */
export async function openSocketPair(): Promise<Pair> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await new Promise((resolve) => server.once('listening', resolve));
  const accepted = new Promise<Transport>((resolve) => {
    server.once('connection', (socket) => resolve(createSocketTransport(socket)));
  });
  const { port } = server.address() as AddressInfo;
  const client = createSocketTransport(new WebSocket(`ws://127.0.0.1:${port}`));
  const host = await accepted;
  const dispose = async () => {
    for (const socket of server.clients) socket.terminate();
    await new Promise((resolve) => server.close(resolve));
  };
  return { client, host, dispose };
}
