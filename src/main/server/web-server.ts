import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PageFiles } from '../host/shell/page-files.ts';
import type { Transport } from '../../shared/rpc/transport.ts';
import { createAllowList } from './allow-list.ts';
import { createHttpDoor, TOKEN_PARAMETER } from './http-door.ts';
import { OneTimeToken } from './one-time-token.ts';
import { Sessions } from './sessions.ts';
import { createSocketDoor } from './socket-door.ts';

/** The only interface it ever listens on. */
export const LOOPBACK = '127.0.0.1';

export interface WebServerOptions {
  /** 0: any free one. */
  readonly port: number;
  readonly files: PageFiles;
  /** A window has connected and shown that it may. */
  readonly onClient: (transport: Transport) => void;
  /** Origin of a development server that serves the page instead of this one. */
  readonly pageOrigin?: string | undefined;
}

export interface WebServer {
  readonly port: number;
  /** A new link that opens the program once; the one before opens nothing any more. */
  newLink(): string;
  /** Resolves when every connection has ended. */
  close(): Promise<void>;
}

/** Starts the web shell's server on 127.0.0.1. Rejects with Node's error (EADDRINUSE, EACCES) when the port cannot be had. */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000 });
  server.maxConnections = 64;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: options.port, host: LOOPBACK, exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;

  const token = new OneTimeToken();
  const sessions = new Sessions(port);
  const names = createAllowList(port, options.pageOrigin);
  const pageUrl = options.pageOrigin && `${options.pageOrigin}/`;
  const answer = createHttpDoor({ files: options.files, names, token, sessions, pageUrl });
  const sockets = createSocketDoor({ names, sessions, onClient: options.onClient });
  server.on('request', (request, response) => {
    answer(request, response).catch(() => response.destroy()); // a file that has gone since: the browser sees the cut
  });
  server.on('upgrade', sockets.upgrade);
  return {
    port,
    newLink: () => `http://${LOOPBACK}:${port}/?${TOKEN_PARAMETER}=${token.issue()}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        sockets.close();
        server.closeAllConnections();
      }),
  };
}
