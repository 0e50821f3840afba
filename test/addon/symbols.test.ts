import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ADDON } from './engine.ts';

const LIBM = [
  '/lib/x86_64-linux-gnu/libm.so.6',
  '/lib/aarch64-linux-gnu/libm.so.6',
  '/lib64/libm.so.6',
];

/** Names of dynamic symbols, versions cut off. */
function symbols(file: string, which: '--undefined-only' | '--defined-only'): Set<string> {
  const listing = execFileSync('nm', ['-D', which, file], { encoding: 'utf8', maxBuffer: 1 << 26 });
  const names = listing.split('\n').map((line) => line.trim().split(/\s+/).at(-1) ?? '');
  return new Set(names.map((name) => name.split('@')[0] ?? '').filter((name) => name !== ''));
}

it('takes nothing from the mathematics library', (ctx) => {
  const libm = LIBM.find((file) => existsSync(file));
  if (process.platform !== 'linux' || spawnSync('nm', ['--version']).error || !libm) {
    ctx.skip('needs Linux with nm (binutils) and a libm to compare with');
    return;
  }
  const provided = symbols(libm, '--defined-only');
  expect(provided.has('exp')).toBe(true);
  const taken = [...symbols(ADDON, '--undefined-only')].filter((name) => provided.has(name));
  expect(taken).toEqual([]);
});
