import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { setupDownloads } from '../../../../src/main/electron/downloads.ts';
import { setupNavigationGuard } from '../../../../src/main/electron/navigation-guard.ts';
import { isOfPage, pageAddress } from '../../../../src/main/electron/page-origin.ts';
import { setupPermissions } from '../../../../src/main/electron/permissions.ts';
import { windowOptions } from '../../../../src/main/electron/window.ts';
import { fakeWindow, preventable, standIn } from '../../../helpers/electron-doubles.ts';

const page = pageAddress();

describe('the window', () => {
  it('is sandboxed, isolated and without Node', () => {
    const { webPreferences, show } = windowOptions({ x: 0, y: 0, width: 9, height: 9 }, '/p.cjs');
    expect(webPreferences).toMatchObject({
      preload: '/p.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
    });
    expect(show).toBe(false);
  });
});

describe('setupNavigationGuard', () => {
  it('keeps every page where it is and opens no other', () => {
    const app = new EventEmitter();
    const { webContents } = fakeWindow();
    setupNavigationGuard(standIn<Parameters<typeof setupNavigationGuard>[0]>(app));
    app.emit('web-contents-created', {}, webContents);
    for (const event of [
      'will-navigate',
      'will-frame-navigate',
      'will-redirect',
      'will-attach-webview',
    ]) {
      const asked = preventable();
      webContents.emit(event, asked);
      expect(asked.preventDefault, event).toHaveBeenCalled();
    }
    const open = webContents.setWindowOpenHandler.mock.calls[0]?.[0] as (
      details: object,
    ) => unknown;
    expect(open({ url: 'https://example.com' })).toEqual({ action: 'deny' });
    expect(open({ url: 'app://studio/' })).toEqual({ action: 'deny' });
  });
});

describe('setupPermissions', () => {
  type Session = Parameters<typeof setupPermissions>[0];
  function handlers() {
    const session = {
      setPermissionRequestHandler: vi.fn(),
      setPermissionCheckHandler: vi.fn(),
      setDevicePermissionHandler: vi.fn(),
    };
    setupPermissions(standIn<Session>(session), page);
    const request = session.setPermissionRequestHandler.mock.calls[0]?.[0];
    return {
      ask: (permission: string, requestingUrl: string) => {
        const answer = vi.fn();
        request({}, permission, answer, { requestingUrl });
        return answer.mock.calls[0]?.[0] as boolean;
      },
      check: session.setPermissionCheckHandler.mock.calls[0]?.[0] as (
        contents: null,
        permission: string,
        origin: string,
      ) => boolean,
      device: session.setDevicePermissionHandler.mock.calls[0]?.[0] as () => boolean,
    };
  }

  it.each([
    'media',
    'geolocation',
    'notifications',
    'clipboard-read',
    'fullscreen',
    'openExternal',
    'hid',
  ])('denies %s', (permission) => {
    const { ask, check } = handlers();
    expect(ask(permission, 'app://studio/')).toBe(false);
    expect(check(null, permission, 'app://studio')).toBe(false);
  });

  it('lets only the program’s own page copy', () => {
    const { ask, check, device } = handlers();
    expect(ask('clipboard-sanitized-write', 'app://studio/')).toBe(true);
    expect(check(null, 'clipboard-sanitized-write', 'app://studio/')).toBe(true);
    expect(ask('clipboard-sanitized-write', 'https://evil.example/')).toBe(false);
    expect(check(null, 'clipboard-sanitized-write', '')).toBe(false);
    expect(device()).toBe(false);
  });
});

describe('pageAddress', () => {
  it('is app://studio, or the development server asking for a port', () => {
    expect(page).toEqual({ origin: 'app://studio', url: 'app://studio/' });
    expect(pageAddress('http://localhost:5173/')).toEqual({
      origin: 'http://localhost:5173',
      url: 'http://localhost:5173/?carrier=port',
    });
  });

  it('owns no other origin', () => {
    expect(isOfPage('app://studio/index.html', page)).toBe(true);
    for (const url of [
      'app://studio.evil/',
      'app://other/',
      'https://studio/',
      'file:///',
      'app:',
      '',
    ]) {
      expect(isOfPage(url, page), url).toBe(false);
    }
  });
});

describe('setupDownloads', () => {
  function download(url: string, filename: string) {
    const session = new EventEmitter();
    setupDownloads(
      standIn<Parameters<typeof setupDownloads>[0]>(session),
      page,
      '/home/me/Documents',
    );
    const item = { getURL: () => url, getFilename: () => filename, setSaveDialogOptions: vi.fn() };
    const event = preventable();
    session.emit('will-download', event, item);
    return { event, options: item.setSaveDialogOptions.mock.calls[0]?.[0] };
  }

  it('asks where to save what the page made', () => {
    const { event, options } = download('blob:app://studio/1-2-3', 'lattice.png');
    expect(event.preventDefault).not.toHaveBeenCalled();
    expect(options).toMatchObject({ defaultPath: '/home/me/Documents/lattice.png' });
    expect(options.filters[0]).toEqual({ name: 'Picture', extensions: ['png'] });
  });

  it('keeps a name within the folder', () => {
    const { options } = download('data:text/plain,x', '../../.bashrc');
    expect(options.defaultPath).toBe('/home/me/Documents/.bashrc');
  });

  it.each([
    'https://evil.example/a.png',
    'blob:https://evil.example/1',
    'file:///etc/passwd',
    'app://studio/a',
  ])('refuses %s', (url) => {
    const { event, options } = download(url, 'a.png');
    expect(event.preventDefault).toHaveBeenCalled();
    expect(options).toBeUndefined();
  });
});
