// npm test: builds what is missing, runs every vitest project, lists what was skipped and why, ends with one plain line.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from './ensure-built.mjs';
import { runTool } from './tool.mjs';

ensureBuilt();
const folder = mkdtempSync(join(tmpdir(), 'crystalline-test-'));
const path = join(folder, 'summary.json');
const run = runTool(
  'vitest',
  ['run', '--reporter=default', '--reporter=./test/summary-reporter.ts', ...process.argv.slice(2)],
  { stdio: 'inherit', env: { ...process.env, TEST_SUMMARY: path } },
);
let summary = { passed: 0, failed: 1, skipped: [] };
try {
  summary = JSON.parse(readFileSync(path, 'utf8'));
} catch {
  console.error('vitest ended without a summary');
}
rmSync(folder, { recursive: true, force: true });
const failed = summary.failed + (run.status !== 0 && summary.failed === 0 ? 1 : 0);
for (const { test, reason } of summary.skipped) console.log(`skipped: ${test} (${reason})`);
console.log(`${summary.passed} passed, ${failed} failed, ${summary.skipped.length} skipped`);
process.exit(failed === 0 && summary.passed > 0 ? 0 : 1);
