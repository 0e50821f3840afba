/** Where index.html carries its nonce (electron.vite.config.ts writes it there); replaced in every answer. */
export const NONCE_PLACEHOLDER = 'CRYSTALLINE_NONCE';

export interface PolicyOptions {
  /** Of this answer: libraries that add a <style> element at run time name it. */
  readonly nonce: string;
  /** Further origins the page may connect to: the web shell's own WebSocket, which older browsers do not count as 'self'. */
  readonly connect?: readonly string[];
}

/**
 * The page's Content-Security-Policy, the same in both shells: its own files, nothing inline, no eval, no frames, no forms,
 * and no other origin. Images may be data: and blob: (a picture of the scene, saved).
 */
export function contentSecurityPolicy({ nonce, connect = [] }: PolicyOptions): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    ["connect-src 'self'", ...connect].join(' '),
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** Headers of every answer of either shell, besides the policy. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Frame-Options': 'DENY',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=()',
};
