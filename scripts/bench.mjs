// npm run bench -- <area> [--json]: measures ours beside peers in one run; a peer that is not installed is named and left out.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ROOT } from './ensure-built.mjs';

const nativeAreas = readdirSync(join(ROOT, 'bench/native'))
  .filter((name) => name.endsWith('_bench.cpp'))
  .map((name) => name.replace('_bench.cpp', ''));
const scriptAreas = readdirSync(join(ROOT, 'bench'))
  .filter((name) => name.endsWith('.bench.mjs'))
  .map((name) => name.replace('.bench.mjs', ''));
const areas = [...scriptAreas, ...nativeAreas];
const [area, ...rest] = process.argv.slice(2);

/** Runs a command in full view; ends the program when it fails. Build chatter goes to stderr: stdout holds figures only. */
function run(command, args, stdio = 'inherit') {
  const { status, error } = spawnSync(command, args, { cwd: ROOT, stdio });
  if (error) console.error(`${command}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

if (!area || !areas.includes(area)) {
  console.error(`npm run bench -- <area> [--json]; areas: ${areas.join(', ')}`);
  process.exit(area ? 2 : 0);
}
if (scriptAreas.includes(area)) {
  ensureBuilt();
  run(process.execPath, [join('bench', `${area}.bench.mjs`), ...rest]);
} else {
  const build = 'build/bench';
  const quiet = ['ignore', 2, 2];
  run('cmake', ['-S', 'native', '-B', build, '-DBENCH=ON', '-DTESTS=OFF'], quiet);
  run(
    'cmake',
    ['--build', build, '--parallel', `${availableParallelism()}`, '--target', `${area}_bench`],
    quiet,
  );
  const program = [`${build}/${area}_bench`].find((path) => existsSync(join(ROOT, path)));
  run(join(ROOT, program ?? ''), rest);
}
