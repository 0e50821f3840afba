// Type-checks each layer under its own tsconfig: a layer that reaches for what it may not have (DOM, Node) fails here.
import { spawnSync } from 'node:child_process';

const layers = ['shared', 'host', 'electron', 'renderer', 'test'];
let failed = false;
for (const layer of layers) {
  const run = spawnSync('npx', ['--no', 'tsc', '-p', `tsconfig.${layer}.json`], {
    stdio: 'inherit',
  });
  console.log(`types ${layer}: ${run.status === 0 ? 'ok' : 'failed'}`);
  failed ||= run.status !== 0;
}
process.exit(failed ? 1 : 0);
