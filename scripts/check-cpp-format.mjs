// Checks (or with --write mends) the format of every C++ file by the clang-format of npm's package of that name.
import { spawnSync } from 'node:child_process';
import { runTool } from './tool.mjs';

const list = spawnSync('git', ['ls-files', '*.cpp', '*.hpp'], { encoding: 'utf8' });
const files = list.stdout.split('\n').filter(Boolean);
if (files.length < 20) {
  console.error(`only ${files.length} C++ files seen: the checker looks in the wrong place`);
  process.exit(1);
}
const mode = process.argv.includes('--write') ? ['-i'] : ['--dry-run', '--Werror'];
const run = runTool('clang-format', [...mode, ...files]);
console.log(
  `format: ${files.length} C++ files ${run.status === 0 ? 'ok' : 'not as .clang-format wants'}`,
);
process.exit(run.status ?? 1);
