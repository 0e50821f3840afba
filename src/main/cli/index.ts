import { createHost } from '../host/host.ts';
import { runsDirectory } from '../host/shell/default-directories.ts';
import { openHostClient } from '../host/shell/open-host-client.ts';
import { findProduct } from '../host/shell/product.ts';
import { reasonOf } from '../host/log.ts';
import { runCli } from './run-cli.ts';
import type { Session } from './session.ts';
import { createTerminal } from './terminal.ts';

/** Entry of the command line: `crystalline`, by way of bin/crystalline.mjs. */
const args = process.argv.slice(2);
const terminal = createTerminal(process, args.includes('--json'));
const product = findProduct();
// A reader that is gone (a closed terminal, `| head`) must not end a training.
let heard = true;
process.stdout.on('error', () => (heard = false));
process.stderr.on('error', () => undefined);
process.on('uncaughtException', (error) => {
  terminal.complain(`crystalline: a defect of the program: ${reasonOf(error)}`);
  process.exit(1);
});

function openSession(runs: string | undefined): Session {
  const host = createHost({
    runsDirectory: runsDirectory(runs),
    resourcesDirectory: product.resourcesDirectory,
    shell: 'cli',
    version: product.version,
  });
  const client = openHostClient(host, product.version, (error) => terminal.say(reasonOf(error)));
  client.subscribe('log', ({ level, message }) => {
    if (level !== 'info') terminal.say(message);
  });
  return {
    client,
    close: async () => {
      client.close();
      await host.close();
    },
  };
}

process.exitCode = await runCli(args, {
  ...{ terminal, product, openSession },
  input: () => process.stdin,
  isHeard: () => heard,
});
