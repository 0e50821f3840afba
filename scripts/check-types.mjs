// Type-checks each layer under its own tsconfig: a layer that reaches for what it may not have (DOM, Node) fails here.
import { runTool } from './tool.mjs';

const layers = ['shared', 'host', 'electron', 'renderer', 'test'];
let failed = false;
for (const layer of layers) {
  const run = runTool('tsc', ['-p', `tsconfig.${layer}.json`]);
  console.log(`types ${layer}: ${run.status === 0 ? 'ok' : 'failed'}`);
  failed ||= run.status !== 0;
}
process.exit(failed ? 1 : 0);
