// npm run fuzz [-- --minutes N] [target ...]: searches for inputs that break the parsers, by coverage (libFuzzer; needs clang).
// Inputs found worth keeping stay in build/fuzz/corpus; one that breaks something is written to build/fuzz and named.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { join } from 'node:path';
import { ROOT } from './ensure-built.mjs';

const all = readdirSync(join(ROOT, 'test/fuzz'))
  .filter((name) => name.endsWith('_fuzz.cpp'))
  .map((name) => name.replace('_fuzz.cpp', ''));
const { values, positionals } = parseArgs({
  options: { minutes: { type: 'string', default: '1' } },
  allowPositionals: true,
});
const minutes = Number(values.minutes);
const unknown = positionals.filter((name) => !all.includes(name));
if (unknown.length > 0 || !(minutes > 0)) {
  console.error(`npm run fuzz [-- --minutes N] [target ...]; targets: ${all.join(', ')}`);
  process.exit(2);
}

const compiler = ['clang++', 'clang++-19', 'clang++-16', 'clang++-14'].find(
  (name) => spawnSync(name, ['--version']).status === 0,
);
if (!compiler) {
  console.error(
    'Fuzzing needs clang and its runtime (Debian: apt-get install clang libclang-rt-14-dev).',
  );
  process.exit(1);
}

/** Runs a command in full view; ends the program when it fails. */
function run(command, words) {
  const { status } = spawnSync(command, words, { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

const build = 'build/fuzz';
const options = ['-DFUZZ=ON', '-DTESTS=OFF', '-DSANITIZE=address,undefined'];
run('cmake', ['-S', 'native', '-B', build, `-DCMAKE_CXX_COMPILER=${compiler}`, ...options]);
run('cmake', [
  '--build',
  build,
  '--parallel',
  `${availableParallelism()}`,
  '--target',
  'fuzz_tests',
]);
for (const name of positionals.length > 0 ? positionals : all) {
  const corpus = join(build, 'corpus', name);
  mkdirSync(join(ROOT, corpus), { recursive: true });
  console.log(`${name}: ${minutes} min`);
  run(join(ROOT, build, `${name}_fuzz`), [
    corpus,
    `-max_total_time=${Math.round(minutes * 60)}`,
    `-artifact_prefix=${build}/${name}-`,
    ...['-max_len=65536', '-print_final_stats=1', '-verbosity=0'],
  ]);
}
