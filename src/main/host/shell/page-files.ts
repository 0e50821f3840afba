import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  contentSecurityPolicy,
  NONCE_PLACEHOLDER,
  SECURITY_HEADERS,
} from './content-security-policy.ts';

/** One answer of a shell to a request for a file of the page. */
export interface PageAnswer {
  readonly status: 200 | 404;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface PageFiles {
  /**
   * The file at a URL path ('/' is index.html); anything that is not exactly the path of a file is a 404.
   *
   * @param connect further origins the page may connect to
   */
  answer(urlPath: string, connect?: readonly string[]): Promise<PageAnswer>;
}

/** What the page is made of; a file of another kind is not served. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** Files below `directory` by URL path. Only regular files: a link could lead out. */
function filesByUrl(directory: string, prefix = '/'): Map<string, string> {
  const found = new Map<string, string>();
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const file = path.join(directory, entry.name);
    const url = prefix + encodeURIComponent(entry.name);
    if (entry.isDirectory()) for (const pair of filesByUrl(file, `${url}/`)) found.set(...pair);
    else if (entry.isFile() && path.extname(entry.name) in CONTENT_TYPES) found.set(url, file);
  }
  return found;
}

/**
 * The built page. Its files are listed once and a request can only name one of the list, so no path, however
 * written, reaches another file. Throws when the page is not built.
 */
export function createPageFiles(directory: string): PageFiles {
  const files = filesByUrl(directory);
  const index = files.get('/index.html');
  if (!index) throw new Error(`${directory} holds no index.html`);
  files.set('/', index);
  return {
    async answer(urlPath, connect = []) {
      const file = files.get(urlPath);
      const nonce = randomBytes(16).toString('base64');
      const headers: Record<string, string> = {
        ...SECURITY_HEADERS,
        'Content-Security-Policy': contentSecurityPolicy({ nonce, connect }),
        'Content-Type': CONTENT_TYPES[path.extname(file ?? '.html')] ?? 'text/plain; charset=utf-8',
        // The bundler puts a digest of the content into the name of everything in /assets.
        'Cache-Control': urlPath.startsWith('/assets/')
          ? 'private, max-age=31536000, immutable'
          : 'no-store',
      };
      if (!file) {
        return {
          status: 404,
          headers: {
            ...headers,
            'Content-Type': 'text/plain; charset=utf-8',
            'Cache-Control': 'no-store',
          },
          body: Buffer.from('Not found\n'),
        };
      }
      const content = await readFile(file);
      const body = file === index ? withNonce(content, nonce) : content;
      return { status: 200, headers, body };
    },
  };
}

function withNonce(html: Buffer, nonce: string): Buffer {
  return Buffer.from(html.toString('utf8').replaceAll(NONCE_PLACEHOLDER, nonce));
}
