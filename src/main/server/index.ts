import { findProduct } from '../host/shell/product.ts';
import { UsageError } from '../host/shell/command-line.ts';
import { serve } from './serve.ts';
import { readServerOptions, SERVER_HELP } from './server-options.ts';

/** Entry of the web shell: `node out/main/server.js`, `crystalline serve`, and `npm start` without Electron. */
async function main(args: readonly string[]): Promise<number> {
  const options = readServerOptions(args);
  if (options.help) {
    process.stdout.write(SERVER_HELP);
    return 0;
  }
  if (options.version) {
    console.log(findProduct().version);
    return 0;
  }
  return serve(options);
}

const args = process.argv.slice(2);
// A terminal that is gone must not keep the run from being saved.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
try {
  // stdin would keep the process alive.
  process.exit(await main(args));
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  if (args.includes('--json')) console.log(JSON.stringify({ error: { message } }));
  else console.error(`crystalline: ${message}`);
  process.exit(error instanceof UsageError ? 2 : 1);
}
