import { describe, expect, it, vi } from 'vitest';
import type { MenuItem, MenuItemConstructorOptions } from 'electron';
import { INTENT_ITEMS, menuState, menuTemplate } from '../../../../src/main/electron/menu.ts';
import type { RunState } from '../../../../src/shared/contract/run.ts';
import { SHELL_INTENTS } from '../../../../src/shared/contract/shell.ts';
import { statusOf } from '../../../helpers/electron-doubles.ts';

function itemsOf(template: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return template.flatMap((item) => [
    item,
    ...itemsOf(Array.isArray(item.submenu) ? item.submenu : []),
  ]);
}

const parts = { platform: 'linux', choose: () => undefined, developing: false } as const;

describe('menuTemplate', () => {
  it('has every intent once, and choosing it asks for it', () => {
    const choose = vi.fn();
    const items = itemsOf(menuTemplate({ ...parts, choose }));
    for (const intent of SHELL_INTENTS) {
      const found = items.filter(({ id }) => id === intent);
      expect(found, intent).toHaveLength(1);
      (found[0]?.click as () => void)();
      expect(choose).toHaveBeenLastCalledWith(intent);
    }
  });

  it('gives no accelerator twice, and none without a modifier: letters are the page’s', () => {
    const given = itemsOf(menuTemplate(parts)).flatMap(({ accelerator }) => accelerator ?? []);
    expect(new Set(given).size).toBe(given.length);
    for (const accelerator of given) expect(accelerator).toMatch(/^CmdOrCtrl\+/);
  });

  it('offers reload and developer tools only to developers', () => {
    const roles = (developing: boolean) =>
      itemsOf(menuTemplate({ ...parts, developing })).map(({ role }) => role);
    expect(roles(true)).toEqual(expect.arrayContaining(['reload', 'toggleDevTools']));
    expect(roles(false)).not.toContain('reload');
    expect(roles(false)).not.toContain('toggleDevTools');
  });

  it('follows the platform', () => {
    expect(menuTemplate({ ...parts, platform: 'darwin' })[0]).toEqual({ role: 'appMenu' });
    expect(itemsOf(menuTemplate(parts)).some(({ role }) => role === 'quit')).toBe(true);
  });
});

describe('menuState', () => {
  const enabledIn = (state: RunState) => {
    const items = new Map(SHELL_INTENTS.map((id) => [id as string, { enabled: true }]));
    menuState({ getMenuItemById: (id) => (items.get(id) ?? null) as MenuItem | null })(
      statusOf({ state }),
    );
    return SHELL_INTENTS.filter((id) => items.get(id)?.enabled && INTENT_ITEMS[id].states);
  };

  it.each<[RunState, string[]]>([
    ['idle', ['corpus.open', 'run.start']],
    ['running', ['run.pause', 'run.checkpoint', 'run.stop']],
    ['paused', ['run.resume', 'run.step', 'run.checkpoint', 'run.stop']],
    ['checkpointing', []],
    ['initializing', []],
    ['restoring', []],
    ['completed', ['corpus.open', 'run.start', 'run.checkpoint', 'run.stop']],
    ['stopped', ['corpus.open', 'run.start']],
    ['failed', ['corpus.open', 'run.start']],
  ])('offers a %s run %j', (state, expected) => expect(enabledIn(state)).toEqual(expected));
});
