import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket, type ClientOptions } from 'ws';
import { createPageFiles } from '../../../../src/main/host/shell/page-files.ts';
import { MESSAGE_BURST } from '../../../../src/main/server/rate-limit.ts';
import { CONNECTION_LIMIT } from '../../../../src/main/server/socket-door.ts';
import { startWebServer, type WebServer } from '../../../../src/main/server/web-server.ts';
import type { Transport } from '../../../../src/shared/rpc/transport.ts';
import { LIMITS } from '../../../../src/shared/contract/limits.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let folder: string;
let server: WebServer;
let clients: Transport[];

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'crystalline-page-'));
  const page = path.join(folder, 'page');
  mkdirSync(path.join(page, 'assets'), { recursive: true });
  writeFileSync(
    path.join(page, 'index.html'),
    '<meta property="csp-nonce" nonce="CRYSTALLINE_NONCE">',
  );
  writeFileSync(path.join(page, 'assets/app-1a2b.js'), 'export {};');
  writeFileSync(path.join(page, 'assets/font.woff2'), 'font');
  writeFileSync(path.join(page, 'notes.private'), 'not a kind of file that is served');
  writeFileSync(path.join(folder, 'secret.js'), 'secret');
  symlinkSync(path.join(folder, 'secret.js'), path.join(page, 'assets/link.js'));
});

afterAll(() => rmSync(folder, { recursive: true }));

beforeEach(async () => {
  clients = [];
  server = await startWebServer({
    port: 0,
    files: createPageFiles(path.join(folder, 'page')),
    onClient: (transport) => clients.push(transport),
  });
});

afterEach(() => server.close());

/** A request with exactly these headers (Host as Node writes it unless given) and exactly this target. */
function ask(
  target: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port: server.port, path: target, method, headers },
      (answer) => {
        let body = '';
        answer.setEncoding('utf8');
        answer.on('data', (part: string) => (body += part));
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }),
        );
      },
    );
    asked.on('error', reject);
    asked.end();
  });
}

/** Uses a link as a browser does; returns the cookie it keeps. */
async function enter(): Promise<string> {
  const link = new URL(server.newLink());
  const { headers } = await ask(link.pathname + link.search);
  return headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

/** Opens a WebSocket; resolves with it when open, or with the status of the refusal. */
function dial(
  headers: Record<string, string | undefined>,
  { target = '/rpc', ...options }: ClientOptions & { target?: string } = {},
): Promise<WebSocket | number> {
  const given = Object.fromEntries(
    Object.entries(headers).filter(([, value]) => value !== undefined),
  );
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${target}`, {
    ...options,
    headers: given as Record<string, string>,
  });
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('unexpected-response', (_, { statusCode }) => resolve(statusCode ?? 0));
    socket.once('error', reject);
  });
}

const ownOrigin = () => `http://127.0.0.1:${server.port}`;

async function dialIn(cookie?: string): Promise<WebSocket> {
  const socket = await dial({ Origin: ownOrigin(), Cookie: cookie ?? (await enter()) });
  if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
  return socket;
}

const closed = (socket: WebSocket) =>
  new Promise<{ code: number; reason: string }>((resolve) =>
    socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() })),
  );

describe('the address', () => {
  it('is on 127.0.0.1 and a free port', async () => {
    const link = new URL(server.newLink());
    expect(link.hostname).toBe('127.0.0.1');
    expect(Number(link.port)).toBe(server.port);
    // Every address of 127/8 is this machine; only the one it bound to answers.
    const other = await new Promise((resolve) => {
      const socket = connect(server.port, '127.0.0.2', () => resolve('connected'));
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    });
    expect(other).not.toBe('connected');
  });

  it('says so when the port is taken', async () => {
    const again = startWebServer({
      port: server.port,
      files: createPageFiles(path.join(folder, 'page')),
      onClient: () => undefined,
    });
    await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

describe('the link', () => {
  it('is swapped for a cookie by a redirect that takes the token out of the address', async () => {
    const link = new URL(server.newLink());
    const answer = await ask(link.pathname + link.search);
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe('/');
    expect(answer.headers['set-cookie']?.[0]).toMatch(
      /^crystalline-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/,
    );
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['referrer-policy']).toBe('no-referrer');
  });

  it('works once', async () => {
    const { pathname, search } = new URL(server.newLink());
    expect((await ask(pathname + search)).status).toBe(303);
    const again = await ask(pathname + search);
    expect(again.status).toBe(401);
    expect(again.headers['set-cookie']).toBeUndefined();
    expect(again.body).toContain('has been used already');
    expect(again.body).toContain('press <kbd>Enter</kbd>');
  });

  it('is not used up by a look at its head', async () => {
    const { pathname, search } = new URL(server.newLink());
    expect((await ask(pathname + search, {}, 'HEAD')).status).toBe(401);
    expect((await ask(pathname + search)).status).toBe(303);
  });

  it('used again by a browser that is in only leads to the page', async () => {
    const { pathname, search } = new URL(server.newLink());
    const cookie = (await ask(pathname + search)).headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    const again = await ask(pathname + search, { Cookie: cookie });
    expect(again.status).toBe(303);
    expect(again.headers.location).toBe('/');
  });
});

describe('requests', () => {
  it('without a session see only what to do', async () => {
    for (const target of ['/', '/index.html', '/assets/app-1a2b.js', '/?token=guess', '/nothing']) {
      const answer = await ask(target);
      expect(answer.status).toBe(401);
      expect(answer.body).toContain('A link is needed');
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    }
  });

  it.each(['evil.example', 'evil.example:80', '127.0.0.1', 'localhost:1', '[::1]'])(
    'for the Host %s are refused, session or not',
    async (host) => {
      const cookie = await enter();
      const answer = await ask('/', { Host: host, Cookie: cookie });
      expect(answer.status).toBe(403);
      expect(answer.body).not.toContain('nonce');
    },
  );

  it('are answered under the name localhost too', async () => {
    const answer = await ask('/', { Host: `localhost:${server.port}`, Cookie: await enter() });
    expect(answer.status).toBe(200);
  });

  it('of other sites are refused', async () => {
    const cookie = await enter();
    for (const origin of ['http://evil.example', 'null', `https://127.0.0.1:${server.port}`]) {
      expect((await ask('/', { Origin: origin, Cookie: cookie })).status).toBe(403);
    }
    expect((await ask('/', { Origin: ownOrigin(), Cookie: cookie })).status).toBe(200);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('with %s are refused', async (method) => {
    const answer = await ask('/', { Cookie: await enter() }, method);
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe('GET, HEAD');
  });
});

describe('the files', () => {
  it('carry a strict policy with a nonce of their own, and its headers', async () => {
    const cookie = await enter();
    const [first, second] = [
      await ask('/', { Cookie: cookie }),
      await ask('/', { Cookie: cookie }),
    ];
    const nonceOf = ({ headers }: Answer) =>
      /'nonce-([^']+)'/.exec(String(headers['content-security-policy']))?.[1];
    expect(first.status).toBe(200);
    expect(first.body).toBe(`<meta property="csp-nonce" nonce="${nonceOf(first)}">`);
    expect(nonceOf(first)).not.toBe(nonceOf(second));
    expect(first.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
      'content-type': 'text/html; charset=utf-8',
    });
    expect(first.headers['content-security-policy']).toContain(
      `connect-src 'self' ws://127.0.0.1:${server.port};`,
    );
  });

  it('have their types, and those named by their content are kept for good', async () => {
    const cookie = await enter();
    const script = await ask('/assets/app-1a2b.js', { Cookie: cookie });
    expect(script.body).toBe('export {};');
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(script.headers['cache-control']).toContain('immutable');
    const font = await ask('/assets/font.woff2', { Cookie: cookie });
    expect(font.headers['content-type']).toBe('font/woff2');
  });

  it('answer HEAD without a body', async () => {
    const answer = await ask('/assets/app-1a2b.js', { Cookie: await enter() }, 'HEAD');
    expect(answer).toMatchObject({ status: 200, body: '' });
    expect(answer.headers['content-length']).toBe('10');
  });

  it.each([
    '/../secret.js',
    '/..%2fsecret.js',
    '/%2e%2e/secret.js',
    '/assets/../../secret.js',
    '/assets/..\\..\\secret.js',
    '/assets/link.js',
    '//secret.js',
    '/assets',
    '/assets/',
    '/notes.private',
    '/assets/app-1a2b.js%00.css',
    '/__proto__',
    '/.//index.html',
  ])('do not include %s', async (target) => {
    const answer = await ask(target, { Cookie: await enter() });
    expect(answer.status).toBe(404);
    expect(answer.body).toBe('Not found\n');
  });
});

describe('WebSockets', () => {
  it('are let in with cookie, Origin and Host', async () => {
    const socket = await dialIn();
    expect(clients).toHaveLength(1);
    const received = new Promise((resolve) => clients[0]?.onMessage(resolve));
    socket.send(JSON.stringify({ type: 'credit', topic: 'log' }));
    expect(await received).toEqual({ type: 'credit', topic: 'log' });
    socket.terminate();
  });

  it('are refused before the 101 otherwise', async () => {
    const cookie = await enter();
    const origin = ownOrigin();
    expect(await dial({ Origin: origin })).toBe(401);
    expect(await dial({ Origin: origin, Cookie: `${cookie}x` })).toBe(401);
    expect(await dial({ Cookie: cookie })).toBe(403);
    expect(await dial({ Origin: 'http://evil.example', Cookie: cookie })).toBe(403);
    expect(await dial({ Origin: 'null', Cookie: cookie })).toBe(403);
    expect(await dial({ Origin: origin, Cookie: cookie, Host: 'evil.example' })).toBe(403);
    expect(await dial({ Origin: origin, Cookie: cookie }, { target: '/' })).toBe(404);
    expect(await dial({ Origin: origin, Cookie: cookie }, { target: '/rpc/' })).toBe(404);
    expect(clients).toHaveLength(0);
  });

  it('do not accept the token in place of the cookie', async () => {
    const { search } = new URL(server.newLink());
    expect(await dial({ Origin: ownOrigin() }, { target: `/rpc${search}` })).toBe(404);
  });

  it('are limited in number', async () => {
    const cookie = await enter();
    const sockets: WebSocket[] = [];
    for (let i = 0; i < CONNECTION_LIMIT; i += 1) sockets.push(await dialIn(cookie));
    expect(await dial({ Origin: ownOrigin(), Cookie: cookie })).toBe(503);
    sockets[0]?.close();
    await closed(sockets[0] as WebSocket);
    sockets.push(await dialIn(cookie));
    for (const socket of sockets) socket.terminate();
  });

  it('that send too much at once are cut', async () => {
    const socket = await dialIn();
    const end = closed(socket);
    socket.on('error', () => undefined); // the server cuts while this end still sends
    socket.send(Buffer.alloc(LIMITS.messageBytes + 1));
    expect(await end).toMatchObject({ code: 1009 });
  });

  it('that send too often are cut', async () => {
    const socket = await dialIn();
    let heard = 0;
    clients[0]?.onMessage(() => (heard += 1));
    const end = closed(socket);
    for (let i = 0; i < 3 * MESSAGE_BURST; i += 1) socket.send('{}');
    expect(await end).toEqual({ code: 1008, reason: 'Too many messages.' });
    expect(heard).toBeLessThan(3 * MESSAGE_BURST);
  });

  it('that send no JSON are cut', async () => {
    const socket = await dialIn();
    clients[0]?.onMessage(() => undefined);
    const end = closed(socket);
    socket.send('{');
    expect(await end).toMatchObject({ code: 1008 });
  });

  it('are told when the program is closed', async () => {
    const socket = await dialIn();
    const end = closed(socket);
    await server.close();
    expect(await end).toMatchObject({ code: 1001 });
  });
});
