// Type-checks each layer under its own tsconfig: a layer that reaches for what it may not have (DOM, Node) fails here.
// What was found is kept beside the packages, so that the next check looks at what has changed only.
import { runTool } from './tool.mjs';

const layers = ['shared', 'host', 'electron', 'renderer', 'test'];
let failed = false;
for (const layer of layers) {
  const kept = `node_modules/.cache/types/${layer}.tsbuildinfo`;
  const run = runTool('tsc', [
    '-p',
    `tsconfig.${layer}.json`,
    '--incremental',
    '--tsBuildInfoFile',
    kept,
  ]);
  console.log(`types ${layer}: ${run.status === 0 ? 'ok' : 'failed'}`);
  failed ||= run.status !== 0;
}
process.exit(failed ? 1 : 0);
