import type { IncomingMessage, ServerResponse } from 'node:http';
import { SECURITY_HEADERS } from '../host/shell/content-security-policy.ts';
import type { PageFiles } from '../host/shell/page-files.ts';
import type { AllowList } from './allow-list.ts';
import { doorPage } from './door-page.ts';
import type { OneTimeToken } from './one-time-token.ts';
import type { Sessions } from './sessions.ts';

/** Query parameter of the printed link. */
export const TOKEN_PARAMETER = 'token';

export interface HttpDoorParts {
  readonly files: PageFiles;
  readonly names: AllowList;
  readonly token: OneTimeToken;
  readonly sessions: Sessions;
  /** Where the page is, when a development server has it; `/` otherwise. */
  readonly pageUrl?: string | undefined;
}

/**
 * Answers HTTP requests. In order: a foreign Host or Origin is refused, then any method but GET and HEAD; the printed link
 * is swapped for a cookie by a redirect that takes the token out of the address; without a session there is
 * only a page that says what to do; with one there are the page's files.
 */
export function createHttpDoor({ files, names, token, sessions, pageUrl = '/' }: HttpDoorParts) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { host, origin, cookie } = request.headers;
    if (!names.host(host)) return refuse(response, 403, 'This server answers to 127.0.0.1 only.');
    if (origin !== undefined && !names.origin(origin)) {
      return refuse(response, 403, 'Requests of other sites are refused.');
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return refuse(response, 405, 'Only GET and HEAD are answered.', { Allow: 'GET, HEAD' });
    }
    const { path, shown } = readTarget(request.url ?? '/');
    // Whoever only looks (HEAD: a link preview) does not use the token up.
    if (shown !== undefined && request.method === 'GET' && token.redeem(shown)) {
      return redirect(response, pageUrl, { 'Set-Cookie': sessions.open() });
    }
    if (!sessions.admits(cookie)) {
      const { headers, body } = doorPage(shown !== undefined);
      return send(request, response, 401, headers, body);
    }
    if (shown !== undefined) return redirect(response, pageUrl); // a used link in a browser that is in
    const answer = await files.answer(path, [`ws://${host}`]);
    return send(request, response, answer.status, answer.headers, answer.body);
  };
}

/** Path and shown token of a request target. The path is used as it is: only exact names of files are served. */
function readTarget(target: string): { path: string; shown: string | undefined } {
  const [path = '/', query = ''] = target.split('?', 2);
  const shown = path === '/' ? new URLSearchParams(query).get(TOKEN_PARAMETER) : null;
  return { path, shown: shown ?? undefined };
}

function redirect(response: ServerResponse, location: string, headers = {}): void {
  response.writeHead(303, {
    ...SECURITY_HEADERS,
    ...headers,
    Location: location,
    'Cache-Control': 'no-store',
  });
  response.end();
}

function refuse(response: ServerResponse, status: number, why: string, headers = {}): void {
  response.writeHead(status, {
    ...SECURITY_HEADERS,
    ...headers,
    'Content-Type': 'text/plain; charset=utf-8',
    'Cache-Control': 'no-store',
    Connection: 'close', // a body that nobody reads may follow
  });
  response.end(`${why}\n`);
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: Buffer | string,
): void {
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) });
  response.end(request.method === 'HEAD' ? undefined : body);
}
