import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { chooseCorpusFiles } from '../../../../src/main/electron/corpus-dialog.ts';
import { createSettings } from '../../../../src/main/electron/settings.ts';
import { openingBounds, setupWindowState } from '../../../../src/main/electron/window-state.ts';
import { fakeWindow, standIn } from '../../../helpers/electron-doubles.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'crystalline-settings-'));
  file = path.join(folder, 'deep/settings.json');
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

const bounds = { x: 5, y: 6, width: 700, height: 500 };

describe('createSettings', () => {
  it('remembers what was written, and leaves no temporary file', () => {
    const settings = createSettings(file);
    expect(settings.read()).toEqual({});
    settings.write({ windowBounds: bounds });
    settings.write({ maximized: true });
    expect(createSettings(file).read()).toEqual({ windowBounds: bounds, maximized: true });
    expect(readdirSync(path.dirname(file))).toEqual(['settings.json']);
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '"text"',
    '{"windowBounds": {"x": 0}}',
    '{"windowBounds": {"x": 0, "y": 0, "width": -5, "height": 5}, "maximized": "yes"}',
    '{"windowBounds": {"x": 0, "y": 0, "width": 1e400, "height": 5}, "corpusFolder": 7}',
  ])('takes defaults for what it cannot use: %s', (content) => {
    mkdirSync(path.dirname(file));
    writeFileSync(file, content);
    expect(createSettings(file).read()).toEqual({});
  });

  it('goes on where the disk refuses', () => {
    writeFileSync(path.join(folder, 'deep'), 'a file where the folder should be');
    const settings = createSettings(file);
    settings.write({ maximized: true });
    expect(settings.read()).toEqual({ maximized: true });
  });
});

describe('openingBounds', () => {
  const screen = { x: 0, y: 0, width: 1_920, height: 1_040 };

  it('is where the window was', () => {
    expect(openingBounds({ windowBounds: bounds }, [screen])).toEqual(bounds);
    const second = { ...screen, x: 1_920 };
    const right = { ...bounds, x: 2_000 };
    expect(openingBounds({ windowBounds: right }, [screen, second])).toEqual(right);
  });

  it('is in the middle of the first screen otherwise, and never larger', () => {
    const middle = { x: 240, y: 70, width: 1_440, height: 900 };
    expect(openingBounds({}, [screen])).toEqual(middle);
    expect(openingBounds({ windowBounds: { ...bounds, x: 2_000 } }, [screen])).toEqual(middle);
    expect(openingBounds({ windowBounds: { ...bounds, y: 1_000 } }, [screen])).toEqual(middle);
    const small = { x: 10, y: 20, width: 1_280, height: 700 };
    expect(openingBounds({}, [small])).toEqual(small);
    expect(openingBounds({}, [])).toMatchObject({ width: 1_440, height: 900 });
  });
});

describe('setupWindowState', () => {
  it('stores the last of many moves, and what is so at the close', () => {
    vi.useFakeTimers();
    const settings = createSettings(file);
    const write = vi.spyOn(settings, 'write');
    const window = fakeWindow();
    setupWindowState(standIn<Parameters<typeof setupWindowState>[0]>(window), settings);
    for (let i = 0; i < 50; i += 1) window.emit('move');
    expect(write).not.toHaveBeenCalled();
    vi.runAllTimers();
    expect(write).toHaveBeenCalledTimes(1);
    window.isMaximized.mockReturnValue(true);
    window.emit('close');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      windowBounds: window.getNormalBounds(),
      maximized: true,
    });
  });
});

describe('chooseCorpusFiles', () => {
  const asked = (canceled: boolean, filePaths: string[]) => {
    const dialog = { showOpenDialog: vi.fn(() => Promise.resolve({ canceled, filePaths })) };
    const settings = createSettings(file);
    const choose = () =>
      chooseCorpusFiles(
        standIn<Parameters<typeof chooseCorpusFiles>[0]>(dialog),
        standIn<Parameters<typeof chooseCorpusFiles>[1]>(fakeWindow()),
        settings,
      );
    return { dialog, settings, choose };
  };

  it('gives the files and starts in their folder the next time', async () => {
    const { dialog, settings, choose } = asked(false, ['/books/a.txt', '/books/b.txt']);
    expect(await choose()).toEqual(['/books/a.txt', '/books/b.txt']);
    expect(settings.read().corpusFolder).toBe('/books');
    await choose();
    const [, options] = dialog.showOpenDialog.mock.calls[1] as unknown as [unknown, object];
    expect(options).toMatchObject({
      defaultPath: '/books',
      properties: ['openFile', 'multiSelections'],
    });
  });

  it('gives nothing when cancelled', async () => {
    const { settings, choose } = asked(true, []);
    expect(await choose()).toEqual([]);
    expect(settings.read()).toEqual({});
  });
});
