// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WINDOW_COMMANDS } from '../../../../src/renderer/commands/command-table.ts';
import { answerCalls, resetWindow } from '../../../helpers/window-fixture.ts';
import type { RecordedCall } from '../../../helpers/window-fixture.ts';
import { SHELL_INTENTS } from '../../../../src/shared/contract/shell.ts';
import { listenToKeys } from '../../../../src/renderer/commands/key-map.ts';
import { openDialog, useDialog } from '../../../../src/renderer/store/dialog-slice.ts';
import { select, useSelection } from '../../../../src/renderer/store/selection-slice.ts';

let stop: () => void;
let calls: RecordedCall[];

function press(
  key: string,
  target: EventTarget = document.body,
  init: KeyboardEventInit = {},
): void {
  const code = key === ' ' ? 'Space' : key;
  const event = new KeyboardEvent('keydown', {
    key,
    code,
    bubbles: true,
    cancelable: true,
    ...init,
  });
  target.dispatchEvent(event);
}

beforeEach(() => {
  resetWindow('running');
  calls = answerCalls({});
  stop = listenToKeys(window);
});
afterEach(() => {
  stop();
  document.body.replaceChildren();
});

describe('keys', () => {
  it.each([
    [' ', 'run.pause'],
    ['c', 'run.checkpoint'],
    ['s', 'run.stop'],
  ])('%j gives %s', (key, command) => {
    press(key);
    expect(calls[0]?.command).toBe(command);
  });

  it('leave typing alone', () => {
    const input = document.body.appendChild(document.createElement('input'));
    press('c', input);
    press(' ', input);
    expect(calls).toEqual([]);
  });

  it('leave Space and Enter to a focused button', () => {
    const button = document.body.appendChild(document.createElement('button'));
    press(' ', button);
    press('Enter', button);
    expect(calls).toEqual([]);
    press('c', button);
    expect(calls).toHaveLength(1);
  });

  it('ignore a key that is held down', () => {
    press('c', document.body, { repeat: true });
    expect(calls).toEqual([]);
  });

  it('belong to an open dialog, but for the palette’s own', () => {
    openDialog('keys');
    press('c');
    expect(calls).toEqual([]);
    press('k', document.body, { ctrlKey: true });
    expect(useDialog.getState().open).toBe('palette');
    press('k', document.body, { ctrlKey: true });
    expect(useDialog.getState().open).toBeUndefined();
  });

  it('deselect with Escape', () => {
    select({ kind: 'sphere', id: 1 });
    press('Escape');
    expect(useSelection.getState().selected).toBeUndefined();
  });

  it('give nothing that the state does not allow', () => {
    press('.');
    press('n');
    expect(calls).toEqual([]);
  });
});

describe('command table', () => {
  it('answers every intent of the native menu', () => {
    const ids = WINDOW_COMMANDS.map(({ id }) => id);
    for (const intent of SHELL_INTENTS) expect(ids).toContain(intent);
  });

  it('gives no id and no key twice', () => {
    const ids = WINDOW_COMMANDS.map(({ id }) => id);
    const keys = WINDOW_COMMANDS.flatMap((command) => command.keys ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
