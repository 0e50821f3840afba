// Builds and runs the C++ tests: npm run test:native [-- -DSANITIZE=thread | -DSANITIZE=address,undefined | -DADDON_ENGINE=ON] [folder ...]
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

const defines = process.argv.slice(2).filter((word) => word.startsWith('-D'));
const folders = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const sanitize = defines.find((word) => word.startsWith('-DSANITIZE='))?.split('=')[1] ?? '';
const build = `build/native${sanitize ? `-${sanitize.replace(/\W/g, '-')}` : ''}`;

/** Runs a command in full view; ends the program with its status when it fails. */
function run(command, ...words) {
  const { status, error } = spawnSync(command, words, { stdio: 'inherit' });
  if (error) {
    console.error(
      `${command}: ${error.message}. The C++ tests need cmake, a C++20 compiler and GoogleTest`,
    );
    console.error('(Debian: apt-get install cmake g++ libgtest-dev libmpfr-dev).');
    process.exit(1);
  }
  if (status !== 0) process.exit(status ?? 1);
}

// The engine under test is never an older one: it is made first, and CMake's memory of the choice is overruled.
if (defines.includes('-DADDON_ENGINE=ON')) run(process.execPath, 'scripts/build-native.mjs');
const choices = [`-DSANITIZE=${sanitize}`, '-DADDON_ENGINE=OFF', ...defines];
run('cmake', '-S', 'native', '-B', build, ...choices);
const targets = folders.length > 0 ? ['--target', ...folders.map((name) => `${name}_tests`)] : [];
run('cmake', '--build', build, '--parallel', String(availableParallelism()), ...targets);
const only = folders.length > 0 ? ['-R', `^(${folders.join('|')})(_|$)`] : [];
run(
  'ctest',
  ...['--test-dir', build, '--output-on-failure', '--no-tests=error'],
  ...['--parallel', String(availableParallelism()), ...only],
);
