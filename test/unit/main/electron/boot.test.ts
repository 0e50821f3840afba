import { EventEmitter } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { PORT_HANDSHAKE } from '../../../../src/shared/contract/shell.ts';
import { createPortTransport } from '../../../../src/shared/rpc/port-transport.ts';
import { RpcClient } from '../../../../src/shared/rpc/rpc-client.ts';
import { MessageChannel } from 'node:worker_threads';
import { makeTemporaryDirectory, removeDirectory } from '../../../helpers/test-host.ts';

/** Electron as far as index.ts uses it. Hoisted: it must stand before index.ts is imported. */
const electron = vi.hoisted(() => ({ made: {} as Record<string, never>, paths: { folder: '' } }));

vi.mock('electron', async () => {
  const { EventEmitter: Emitter } = await import('node:events');
  const { fakeWindow } = await import('../../../helpers/electron-doubles.ts');
  const app = Object.assign(new Emitter(), {
    isPackaged: true,
    getPath: (name: string) => `${electron.paths.folder}/${name}`,
    requestSingleInstanceLock: () => true,
    whenReady: () => Promise.resolve(),
    exit: vi.fn(),
    quit: vi.fn(),
  });
  const windows: unknown[] = [];
  const BrowserWindow = vi.fn(function (options: object) {
    const window = Object.assign(fakeWindow(), {
      options,
      loadURL: vi.fn(() => Promise.resolve()),
      show: vi.fn(),
      maximize: vi.fn(),
      isMinimized: () => true,
      restore: vi.fn(),
      focus: vi.fn(),
    });
    windows.push(window);
    return window;
  });
  const made = {
    app,
    BrowserWindow,
    windows,
    dialog: { showErrorBox: vi.fn(), showMessageBox: vi.fn(), showOpenDialog: vi.fn() },
    ipcMain: new Emitter(),
    Menu: {
      buildFromTemplate: vi.fn(() => ({ getMenuItemById: () => null })),
      setApplicationMenu: vi.fn(),
    },
    MessageChannelMain: (await import('node:worker_threads')).MessageChannel,
    powerMonitor: new Emitter(),
    powerSaveBlocker: { start: vi.fn(() => 1), stop: vi.fn() },
    protocol: { registerSchemesAsPrivileged: vi.fn(), handle: vi.fn() },
    screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1_920, height: 1_080 } }] },
    session: {
      defaultSession: Object.assign(new Emitter(), {
        setPermissionRequestHandler: vi.fn(),
        setPermissionCheckHandler: vi.fn(),
        setDevicePermissionHandler: vi.fn(),
      }),
    },
  };
  Object.assign(electron.made, made);
  return made;
});

vi.mock('../../../../src/main/host/host.ts', async (original) => {
  const { createHost } = await original<typeof import('../../../../src/main/host/host.ts')>();
  const { FakeEngine } = await import('../../../helpers/fake-engine.ts');
  return {
    createHost: (options: Parameters<typeof createHost>[0]) =>
      createHost({ ...options, engine: new FakeEngine() }),
  };
});

vi.mock('../../../../src/main/host/shell/product.ts', () => ({
  findProduct: () => ({
    version: '1.2.3',
    root: electron.paths.folder,
    pageDirectory: `${electron.paths.folder}/page`,
    resourcesDirectory: `${electron.paths.folder}/resources`,
    preloadFile: `${electron.paths.folder}/preload.cjs`,
    serverFile: '',
  }),
}));

interface FakeShellWindow extends EventEmitter {
  readonly options: { webPreferences: { preload: string } };
  readonly loadURL: ReturnType<typeof vi.fn>;
  readonly show: ReturnType<typeof vi.fn>;
  readonly focus: ReturnType<typeof vi.fn>;
}

let folder: string;
let window: FakeShellWindow;
const parts = electron.made as unknown as {
  app: EventEmitter & { exit: ReturnType<typeof vi.fn> };
  windows: FakeShellWindow[];
  ipcMain: EventEmitter;
  protocol: Record<'registerSchemesAsPrivileged' | 'handle', ReturnType<typeof vi.fn>>;
  session: { defaultSession: EventEmitter & Record<string, ReturnType<typeof vi.fn>> };
  Menu: { buildFromTemplate: ReturnType<typeof vi.fn> };
  dialog: Record<string, ReturnType<typeof vi.fn>>;
};

beforeAll(async () => {
  folder = makeTemporaryDirectory();
  electron.paths.folder = folder;
  mkdirSync(path.join(folder, 'page'));
  writeFileSync(path.join(folder, 'page/index.html'), '<p>');
  process.env['CRYSTALLINE_RUNS'] = path.join(folder, 'runs');
  await import('../../../../src/main/electron/index.ts');
  await vi.waitFor(() => expect(parts.windows[0]?.loadURL).toHaveBeenCalled());
  window = parts.windows[0] as FakeShellWindow;
});

afterAll(async () => {
  delete process.env['CRYSTALLINE_RUNS'];
  window.emit('close', { preventDefault: () => undefined });
  await vi.waitFor(() => expect(parts.app.exit).toHaveBeenCalledWith(0));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(signal);
  await removeDirectory(folder);
});

describe('the Electron shell', () => {
  it('opens one window on the page of its own scheme', () => {
    expect(parts.windows).toHaveLength(1);
    expect(window.loadURL).toHaveBeenCalledWith('app://studio/');
    expect(window.options.webPreferences.preload).toBe(`${folder}/preload.cjs`);
    expect(parts.protocol.registerSchemesAsPrivileged).toHaveBeenCalledTimes(1);
    expect(parts.protocol.handle).toHaveBeenCalledWith('app', expect.any(Function));
    expect(parts.session.defaultSession['setPermissionRequestHandler']).toHaveBeenCalled();
    expect(parts.dialog['showErrorBox']).not.toHaveBeenCalled();
    expect(window.show).not.toHaveBeenCalled();
    window.emit('ready-to-show');
    expect(window.show).toHaveBeenCalled();
  });

  it('connects the page to the host, which says what this shell can do and what its menu was asked', async () => {
    const frame = { parent: null, origin: 'app://studio', postMessage: vi.fn() };
    parts.ipcMain.emit(PORT_HANDSHAKE.request, { sender: { id: 7 }, senderFrame: frame });
    const [, , [port]] = frame.postMessage.mock.calls[0] as [
      string,
      null,
      [MessageChannel['port2']],
    ];
    const client = new RpcClient();
    await client.attach(createPortTransport(port as never));
    expect(await client.call('session.info')).toMatchObject({
      shell: 'electron',
      version: '1.2.3',
      capabilities: ['choose-files'],
      runsDirectory: path.join(folder, 'runs'),
    });
    const intent = new Promise((resolve) => client.subscribe('shell.intent', resolve));
    await client.call('session.info'); // the subscription has arrived
    const [template] = parts.Menu.buildFromTemplate.mock.calls[0] as [
      { submenu?: { id?: string; click: () => void }[] }[],
    ];
    template
      .flatMap(({ submenu }) => submenu ?? [])
      .find(({ id }) => id === 'run.start')
      ?.click();
    expect(await intent).toBe('run.start');
    client.close();
  });

  it('shows its window when it is started a second time', () => {
    parts.app.emit('second-instance');
    expect(window.focus).toHaveBeenCalled();
  });
});
