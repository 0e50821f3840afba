import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  registerPageScheme,
  setupPageProtocol,
} from '../../../../src/main/electron/page-protocol.ts';
import { createPageFiles } from '../../../../src/main/host/shell/page-files.ts';

let folder: string;
let ask: (url: string, method?: string) => Promise<Response>;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'crystalline-page-'));
  writeFileSync(path.join(folder, 'index.html'), '<i nonce="CRYSTALLINE_NONCE">');
  writeFileSync(path.join(folder, 'icon.svg'), '<svg/>');
  const handle = vi.fn();
  setupPageProtocol({ handle }, createPageFiles(folder));
  expect(handle.mock.calls[0]?.[0]).toBe('app');
  const answer = handle.mock.calls[0]?.[1] as (request: object) => Promise<Response>;
  // Not a Request: Node's knows no app: scheme.
  ask = (url, method = 'GET') => answer({ url, method });
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('setupPageProtocol', () => {
  it('serves the page with the web shell’s policy', async () => {
    const answer = await ask('app://studio/');
    const policy = answer.headers.get('Content-Security-Policy') ?? '';
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe(`<i nonce="${nonce}">`);
    expect(policy).toContain("default-src 'none'; script-src 'self'; ");
    expect(policy).toContain("connect-src 'self'; ");
    expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff');
  });

  it('serves its files with their types', async () => {
    const answer = await ask('app://studio/icon.svg');
    expect(answer.headers.get('Content-Type')).toBe('image/svg+xml');
    expect(await answer.text()).toBe('<svg/>');
    expect(await (await ask('app://studio/icon.svg', 'HEAD')).text()).toBe('');
  });

  it.each([
    'app://other/',
    'app://studio/../../etc/passwd',
    'app://studio/%2e%2e/x',
    'app://studio/none',
  ])('has nothing at %s', async (url) => expect((await ask(url)).status).toBe(404));

  it('takes nothing in', async () => {
    expect((await ask('app://studio/', 'POST')).status).toBe(405);
  });
});

describe('registerPageScheme', () => {
  it('makes app: an origin of its own', () => {
    const registerSchemesAsPrivileged = vi.fn();
    registerPageScheme({ registerSchemesAsPrivileged });
    const [{ scheme, privileges }] = registerSchemesAsPrivileged.mock.calls[0]?.[0] as [
      { scheme: string; privileges: object },
    ];
    expect(scheme).toBe('app');
    expect(privileges).toMatchObject({ standard: true, secure: true });
    expect(privileges).not.toHaveProperty('bypassCSP');
  });
});
