// Runs dependency-cruiser over src and fails when it saw too few modules: a silent cruiser proves nothing.
import { readdirSync } from 'node:fs';
import { runTool } from './tool.mjs';

const sources = readdirSync('src', { recursive: true }).filter((name) => /\.tsx?$/.test(name));
const run = runTool(
  'depcruise',
  ['src', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'],
  { encoding: 'utf8', maxBuffer: 1 << 28 },
);
let report;
try {
  report = JSON.parse(run.stdout);
} catch {
  console.error(run.stderr || run.stdout);
  process.exit(1);
}
const seen = report.modules.filter((module) => module.source.startsWith('src/')).length;
for (const { rule, from, to } of report.summary.violations)
  console.error(`${from} -> ${to}: ${rule.name}`);
if (seen < sources.length)
  console.error(`cruised ${seen} of ${sources.length} source files: the cruiser is blind`);
const edges = report.modules.reduce((sum, module) => sum + module.dependencies.length, 0);
const failed = report.summary.error > 0 || seen < sources.length || edges === 0;
console.log(`layers: ${seen} modules, ${edges} imports, ${report.summary.error} errors`);
process.exit(failed ? 1 : 0);
