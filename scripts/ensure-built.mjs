// Builds the engine and the program when they are missing or older than their sources.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { whyStale } from './start/freshness.mjs';

export const ROOT = path.resolve(import.meta.dirname, '..');

const PROGRAM = {
  sources: [
    'src',
    'electron.vite.config.ts',
    'package.json',
    'tsconfig.base.json',
    'node_modules/.package-lock.json', // npm writes it at every install
  ],
  outputs: [
    'out/main/index.js',
    'out/main/server.js',
    'out/main/cli.js',
    'out/preload/index.cjs',
    'out/renderer/index.html',
    'out/resources/moby-dick/data.txt',
  ],
};

/** Runs a script of ours with this Node: no shell, no PATH. Its output is shown on stderr: stdout is the program's. */
function run(what, script, ...args) {
  const done = spawnSync(process.execPath, [path.join(ROOT, script), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
  });
  if (done.status !== 0) throw new Error(`${what} failed; the lines above say why.`);
}

/** Builds what is missing or stale, saying so. Throws with a readable message when a build fails. */
export function ensureBuilt() {
  if (!existsSync(path.join(ROOT, 'node_modules/electron-vite'))) {
    throw new Error('The packages are not installed: run `npm ci` first.');
  }
  run('Building the engine', 'scripts/build-native.mjs'); // looks for itself whether there is something to do
  const reason = whyStale(ROOT, PROGRAM);
  if (!reason) return;
  console.error(`Building the program (some seconds): ${reason}.`);
  const viteCommand = 'node_modules/electron-vite/bin/electron-vite.js';
  run('Building the program', viteCommand, 'build', '--logLevel', 'warn');
}
