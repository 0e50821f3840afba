import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { LIMITS } from '../../shared/contract/limits.ts';
import { SOCKET_PATH } from '../../shared/contract/shell.ts';
import { createSocketTransport } from '../../shared/rpc/socket-transport.ts';
import type { Transport } from '../../shared/rpc/transport.ts';
import type { AllowList } from './allow-list.ts';
import { createRateLimit, MESSAGE_BURST, MESSAGES_PER_SECOND } from './rate-limit.ts';
import type { Sessions } from './sessions.ts';

/** Windows connected at a time. */
export const CONNECTION_LIMIT = 8;
const HEARTBEAT_MS = 30_000;
const GOING_AWAY = 1001;
const POLICY_VIOLATION = 1008;

export interface SocketDoorParts {
  readonly names: AllowList;
  readonly sessions: Sessions;
  readonly onClient: (transport: Transport) => void;
}

export interface SocketDoor {
  /** Listener of the HTTP server's `upgrade`. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Tells every client that the server goes, then cuts whoever stays. */
  close(): void;
}

/**
 * Lets WebSockets in, or not, before the 101: path, Host, Origin and session cookie are all checked, and the count.
 * Once in, a message may not exceed LIMITS.messageBytes, nor messages the rate limit.
 */
export function createSocketDoor({ names, sessions, onClient }: SocketDoorParts): SocketDoor {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LIMITS.messageBytes,
    perMessageDeflate: false, // loopback: compressing costs more than it saves
  });
  const stopHeartbeat = keepHeartbeat(sockets);
  return {
    upgrade(request, socket, head) {
      socket.on('error', () => socket.destroy()); // cut while being answered
      const refusal = whyRefused(request, names, sessions, sockets.clients.size);
      if (refusal) {
        socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
        return;
      }
      sockets.handleUpgrade(request, socket, head, (client) => {
        limitRate(client);
        onClient(createSocketTransport(client));
      });
    },
    close() {
      stopHeartbeat();
      for (const client of sockets.clients) {
        client.close(GOING_AWAY, 'The program was closed.');
        setTimeout(() => client.terminate(), 500).unref();
      }
      sockets.close();
    },
  };
}

function whyRefused(
  request: IncomingMessage,
  names: AllowList,
  sessions: Sessions,
  connected: number,
): string | undefined {
  const { host, origin, cookie } = request.headers;
  if (!names.host(host) || !names.origin(origin)) return '403 Forbidden';
  if (request.url !== SOCKET_PATH) return '404 Not Found';
  if (!sessions.admits(cookie)) return '401 Unauthorized';
  if (connected >= CONNECTION_LIMIT) return '503 Service Unavailable';
  return undefined;
}

function limitRate(client: WebSocket): void {
  const limit = createRateLimit(MESSAGES_PER_SECOND, MESSAGE_BURST);
  // First in line; from the message that is too many on, nobody listens.
  client.prependListener('message', () => {
    if (limit.take()) return;
    client.removeAllListeners('message');
    client.close(POLICY_VIOLATION, 'Too many messages.');
    setTimeout(() => client.terminate(), 500).unref();
  });
}

/** Cuts clients that have not answered a ping since the last: their window is gone. */
function keepHeartbeat(sockets: WebSocketServer): () => void {
  const silent = new WeakSet<WebSocket>();
  const timer = setInterval(() => {
    for (const client of sockets.clients) {
      if (silent.has(client)) client.terminate();
      silent.add(client);
      client.once('pong', () => silent.delete(client));
      client.ping();
    }
  }, HEARTBEAT_MS);
  timer.unref();
  return () => clearInterval(timer);
}
