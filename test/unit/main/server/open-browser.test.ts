import { describe, expect, it } from 'vitest';
import { browserOpener } from '../../../../src/main/server/open-browser.ts';

describe('browserOpener', () => {
  const url = 'http://127.0.0.1:4000/?token=a&b';

  it('gives the link to the opener as one argument, past any shell', () => {
    expect(browserOpener(url, 'darwin', {})).toEqual({ command: 'open', args: [url] });
    expect(browserOpener(url, 'win32', {})?.args).toContain(url);
    expect(browserOpener(url, 'linux', { DISPLAY: ':0' })).toEqual({
      command: 'xdg-open',
      args: [url],
    });
    expect(browserOpener(url, 'linux', { WAYLAND_DISPLAY: 'wayland-0' })?.command).toBe('xdg-open');
  });

  it('opens nothing where there is no display', () => {
    expect(browserOpener(url, 'linux', {})).toBeUndefined();
    expect(browserOpener(url, 'linux', { DISPLAY: '' })).toBeUndefined();
  });
});
