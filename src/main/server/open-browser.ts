import { spawn } from 'node:child_process';

export interface Opener {
  readonly command: string;
  readonly args: readonly string[];
}

/** How this machine opens a link in the default browser, or undefined where there is no display to open it on. */
export function browserOpener(
  url: string,
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): Opener | undefined {
  if (platform === 'darwin') return { command: 'open', args: [url] };
  // Not `start`: that goes through the shell, which reads & in a link.
  if (platform === 'win32') {
    return { command: 'rundll32', args: ['url.dll,FileProtocolHandler', url] };
  }
  if (!env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return undefined;
  return { command: 'xdg-open', args: [url] };
}

/** Opens the link. Resolves with whether a browser was started; a missing one is no error, since the link is printed too. */
export function openBrowser(url: string): Promise<boolean> {
  const opener = browserOpener(url, process.platform, process.env);
  if (!opener) return Promise.resolve(false);
  return new Promise((resolve) => {
    const child = spawn(opener.command, opener.args, { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('spawn', () => resolve(true));
    child.unref();
  });
}
