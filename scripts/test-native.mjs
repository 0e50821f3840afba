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

run('cmake', '-S', 'native', '-B', build, `-DSANITIZE=${sanitize}`, ...defines);
const targets = folders.length > 0 ? ['--target', ...folders.map((name) => `${name}_tests`)] : [];
run('cmake', '--build', build, '--parallel', String(availableParallelism()), ...targets);
const only = folders.length > 0 ? ['-R', `^(${folders.join('|')})(_|$)`] : [];
run(
  'ctest',
  ...['--test-dir', build, '--output-on-failure', '--no-tests=error'],
  ...['--parallel', String(availableParallelism()), ...only],
);
