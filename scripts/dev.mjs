// npm run dev: the page from Vite's development server, changed in place as its files are. In Electron where that can open;
// else in the browser, with the built web shell behind it (restart after a change of src/main or src/shared).
import { createServer as createProbe } from 'node:net';
import path from 'node:path';
import { resolveConfig } from 'electron-vite';
import { createServer, mergeConfig } from 'vite';
import { ensureBuilt, ROOT } from './ensure-built.mjs';
import { findElectron, whyNoWindow } from './start/electron-binary.mjs';
import { runShell } from './start/run-shell.mjs';

/** A port of 127.0.0.1 that is free now: `wanted`, or any. */
function freePort(wanted = 0) {
  return new Promise((resolve) => {
    const probe = createProbe();
    probe.once('error', () => resolve(freePort()));
    probe.listen(wanted, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Serves the page and passes its WebSocket on to the web shell at `shellPort`. */
async function servePage(pagePort, shellPort) {
  const { config } = await resolveConfig({ logLevel: 'warn' }, 'serve', 'development');
  const rpc = { target: `ws://127.0.0.1:${shellPort}`, ws: true, changeOrigin: true };
  const server = { host: '127.0.0.1', port: pagePort, strictPort: true, proxy: { '/rpc': rpc } };
  const vite = await createServer(mergeConfig(config.renderer, { configFile: false, server }));
  await vite.listen();
  return vite;
}

async function develop(args) {
  const electron = !whyNoWindow() && findElectron(path.join(ROOT, 'node_modules/electron'));
  if (electron && !args.includes('--web')) {
    const command = path.join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js');
    return runShell(process.execPath, [command, 'dev', '--', ...args]);
  }
  const [pagePort, shellPort] = [await freePort(5173), await freePort()];
  const vite = await servePage(pagePort, shellPort);
  const options = ['--port', shellPort, '--page-origin', `http://127.0.0.1:${pagePort}`];
  const passed = args.filter((arg) => arg !== '--web');
  const ended = await runShell(process.execPath, [
    path.join(ROOT, 'out/main/server.js'),
    ...options,
    ...passed,
  ]);
  await vite.close();
  return ended;
}

try {
  process.chdir(ROOT);
  ensureBuilt();
  const { code } = await develop(process.argv.slice(2));
  process.exit(code ?? 1);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
