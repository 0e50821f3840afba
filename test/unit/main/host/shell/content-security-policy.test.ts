import { describe, expect, it } from 'vitest';
import {
  contentSecurityPolicy,
  SECURITY_HEADERS,
} from '../../../../../src/main/host/shell/content-security-policy.ts';

describe('contentSecurityPolicy', () => {
  const directives = new Map(
    contentSecurityPolicy({ nonce: 'N', connect: ['ws://127.0.0.1:1'] })
      .split('; ')
      .map((directive) => {
        const [name = '', ...sources] = directive.split(' ');
        return [name, sources] as const;
      }),
  );

  it('allows the page its own files and nothing else', () => {
    expect(Object.fromEntries(directives)).toEqual({
      'default-src': ["'none'"],
      'script-src': ["'self'"],
      'style-src': ["'self'", "'nonce-N'"],
      'img-src': ["'self'", 'data:', 'blob:'],
      'font-src': ["'self'"],
      'connect-src': ["'self'", 'ws://127.0.0.1:1'],
      'frame-ancestors': ["'none'"],
      'base-uri': ["'none'"],
      'form-action': ["'none'"],
    });
  });

  it('has no inline code, no eval and no wildcard', () => {
    const all = [...directives.values()].flat();
    for (const source of all) expect(source).not.toMatch(/unsafe|\*|https?:/);
  });

  it('connects to the page’s own origin only unless told otherwise', () => {
    expect(contentSecurityPolicy({ nonce: 'N' })).toContain("connect-src 'self';");
  });
});

describe('SECURITY_HEADERS', () => {
  it('sniff nothing, tell nobody and share nothing', () => {
    expect(SECURITY_HEADERS).toMatchObject({
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'X-Frame-Options': 'DENY',
    });
  });
});
