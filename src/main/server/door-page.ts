import { randomBytes } from 'node:crypto';
import { contentSecurityPolicy, SECURITY_HEADERS } from '../host/shell/content-security-policy.ts';

/** What a browser without a session sees (401): what happened and what to do. */
export function doorPage(tokenShown: boolean): { headers: Record<string, string>; body: string } {
  const nonce = randomBytes(16).toString('base64');
  const happened = tokenShown
    ? 'This link has been used already, or a newer one has been made. Each link opens the program once.'
    : 'This address opens only with the link that the program printed when it started.';
  return {
    headers: {
      ...SECURITY_HEADERS,
      'Content-Security-Policy': contentSecurityPolicy({ nonce }),
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
    },
    body: `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Crystalline Studio: a link is needed</title>
<style nonce="${nonce}">
  :root { color-scheme: dark; }
  body { margin: 0; min-height: 100vh; display: grid; place-content: center; padding: 24px;
         background: #0b0d10; color: #d9dee6; font: 14px/1.6 Inter, system-ui, sans-serif; }
  main { max-width: 56ch; }
  h1 { font-size: 16px; margin: 0 0 8px; }
  p { margin: 0 0 8px; }
  kbd { font: inherit; color: #f0b651; }
</style>
<main>
  <h1>A link is needed</h1>
  <p>${happened}</p>
  <p>Go to the terminal where Crystalline Studio runs and press <kbd>Enter</kbd>: it prints a new link.
     Training goes on meanwhile.</p>
</main>
</html>
`,
  };
}
