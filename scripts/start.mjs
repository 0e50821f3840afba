// npm start: builds what is missing, then opens the program: in Electron where it can, else in the browser, saying why.
import path from 'node:path';
import { ensureBuilt, ROOT } from './ensure-built.mjs';
import { fetchElectron, findElectron, whyNoWindow } from './start/electron-binary.mjs';
import { runShell } from './start/run-shell.mjs';
import { readStartOptions, START_HELP } from './start/start-options.mjs';

const ELECTRON = path.join(ROOT, 'node_modules/electron');
const say = (line) => console.error(line);

/** Opens the window in Electron. Resolves with the exit code, or with the reason why it did not open. */
async function openElectron(passed) {
  const impossible = whyNoWindow();
  if (impossible) return { reason: impossible };
  const failure = findElectron(ELECTRON) ? undefined : await fetchElectron(ELECTRON, say);
  const binary = findElectron(ELECTRON);
  if (!binary) return { reason: failure ?? 'its binary is not installed' };
  const { code, signal, started } = await runShell(binary, [ROOT, ...passed]);
  if (!started) return { reason: `it ended at once (${signal ?? `code ${code}`})` };
  return { code: code ?? 1 };
}

async function start(args) {
  const { help, web, passed, serverArgs } = readStartOptions(args);
  if (help) {
    process.stdout.write(START_HELP);
    return 0;
  }
  ensureBuilt();
  if (!web) {
    const { reason, code } = await openElectron(passed);
    if (code !== undefined) return code;
    say(`No Electron window here: ${reason}. The web shell opens instead.`);
  }
  const { code } = await runShell(process.execPath, [
    path.join(ROOT, 'out/main/server.js'),
    ...serverArgs,
  ]);
  return code ?? 1;
}

try {
  process.exit(await start(process.argv.slice(2)));
} catch (error) {
  say(error.message);
  process.exit(1);
}
