// Builds native/build/Release/crystalline.node when a source is newer than it. `--force` rebuilds everything.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const addon = join(root, 'native/build/Release/crystalline.node');
/** Its time is when the last good build began: make leaves the addon's alone when nothing changed. */
const stamp = join(root, 'native/build/built');

/** Modification time of the newest file at or below `path`, in milliseconds; 0: none. */
function newest(path) {
  if (!existsSync(path)) return 0;
  const status = statSync(path);
  if (!status.isDirectory()) return status.mtimeMs;
  // A folder's own time tells of files removed from it.
  return readdirSync(path).reduce(
    (latest, name) => Math.max(latest, newest(join(path, name))),
    status.mtimeMs,
  );
}

function upToDate() {
  if (!existsSync(addon) || !existsSync(stamp)) return false;
  const sources = [
    'native/engine',
    'native/addon',
    'native/binding.gyp',
    'native/sources.mjs',
    'package.json',
  ];
  return sources.every((path) => newest(join(root, path)) <= statSync(stamp).mtimeMs);
}

function works(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: 'ignore' });
  return !error && status === 0;
}

/** What to say when the compiler or make is missing; undefined: all there. */
function missingTools() {
  if (process.platform === 'win32') return undefined; // node-gyp looks for Visual Studio and says so itself
  const compiler = process.env['CXX']?.split(' ')[0] || 'c++';
  if (works(compiler, ['--version']) && works('make', ['--version'])) return undefined;
  const advice =
    process.platform === 'darwin'
      ? 'xcode-select --install'
      : 'sudo apt-get install g++ make   (or your distribution’s g++ and make)';
  return `The native engine needs a C++20 compiler and make; ${compiler} or make was not found. Install them:\n  ${advice}`;
}

/** Headers installed beside this node spare the download. */
function headerArguments() {
  const prefix = join(dirname(process.execPath), '..');
  return existsSync(join(prefix, 'include/node/node_api.h')) ? [`--nodedir=${prefix}`] : [];
}

function build() {
  const gyp = join(root, 'node_modules/node-gyp/bin/node-gyp.js');
  if (!existsSync(gyp))
    return { ok: false, output: 'node-gyp is not installed: run npm ci first.' };
  const configured = existsSync(join(root, 'native/build/Makefile'));
  // `rebuild` starts from nothing; `configure build` compiles only what changed.
  const verbs =
    configured && !process.argv.includes('--force') ? ['configure', 'build'] : ['rebuild'];
  for (const verb of verbs) {
    const args = [gyp, verb, '-C', join(root, 'native'), '--loglevel=error', ...headerArguments()];
    const result = spawnSync(
      process.execPath,
      [...args, `-j${Number(process.env['JOBS']) || availableParallelism()}`],
      { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 },
    );
    if (result.status !== 0) return { ok: false, output: `${result.stdout}${result.stderr}` };
  }
  return { ok: existsSync(addon), output: `${addon} was not made` };
}

if (!process.argv.includes('--force') && upToDate()) process.exit(0);
const problem = missingTools();
if (problem) {
  console.error(problem);
  process.exit(1);
}
console.log('Building the native engine (once; one to three minutes) …');
const began = new Date();
const { ok, output } = build();
if (!ok) {
  console.error(output);
  console.error('The native engine could not be built.');
  process.exit(1);
}
writeFileSync(stamp, '');
utimesSync(stamp, began, began);
console.log(`Native engine built in ${Math.round((Date.now() - began.getTime()) / 1000)} s.`);
