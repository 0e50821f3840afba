import type { Protocol } from 'electron';
import { ELECTRON_ORIGIN } from '../../shared/contract/shell.ts';
import { SECURITY_HEADERS } from '../host/shell/content-security-policy.ts';
import type { PageFiles } from '../host/shell/page-files.ts';

const { protocol: SCHEME_COLON, host: HOST } = new URL(ELECTRON_ORIGIN);
const SCHEME = SCHEME_COLON.slice(0, -1);

/** Makes app: an origin of its own, like https:. Only before the app is ready. */
export function registerPageScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
}

/** Serves the built page at app://studio, by the same list of files and the same policy as the web shell. */
export function setupPageProtocol(protocol: Pick<Protocol, 'handle'>, files: PageFiles): void {
  protocol.handle(SCHEME, async (request) => {
    const url = new URL(request.url);
    if (url.host !== HOST) return refusal(404, 'Not found');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return refusal(405, 'Only GET and HEAD are answered.');
    }
    const { status, headers, body } = await files.answer(url.pathname);
    const content = request.method === 'HEAD' ? null : new Uint8Array(body);
    return new Response(content, { status, headers });
  });
}

function refusal(status: number, why: string): Response {
  const headers = { ...SECURITY_HEADERS, 'Content-Type': 'text/plain; charset=utf-8' };
  return new Response(`${why}\n`, { status, headers });
}
