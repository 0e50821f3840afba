// Whether Electron can open a window here: its binary, found or fetched, or the reason why not.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Where the package puts its executable, when path.txt does not say. */
const EXECUTABLE = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};
const PROBE_MS = 3_000;
const FETCH_MS = 300_000;

/** Electron's executable, or undefined when its binary is not there. `folder` is node_modules/electron. */
export function findElectron(folder, env = process.env, platform = process.platform) {
  const pathFile = path.join(folder, 'path.txt');
  const named = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : undefined;
  const dist = env.ELECTRON_OVERRIDE_DIST_PATH || path.join(folder, 'dist');
  const executable = path.join(dist, named || EXECUTABLE[platform] || 'electron');
  return existsSync(executable) ? executable : undefined;
}

/** Why no window could open here even with Electron, or undefined. */
export function whyNoWindow(
  env = process.env,
  platform = process.platform,
  uid = process.getuid?.(),
) {
  if (platform !== 'linux') return undefined;
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return 'there is no display';
  if (uid === 0) return 'Electron does not run as root with its sandbox on';
  return undefined;
}

/** Where the binary would come from: GitHub, or the mirror that is set for Electron's installer. */
export function binarySource(env = process.env) {
  return env.ELECTRON_MIRROR || env.npm_config_electron_mirror || 'https://github.com/';
}

/** Fetches the binary by Electron's own installer. Returns undefined, or why it could not be had. */
export async function fetchElectron(folder, say) {
  const source = new URL(binarySource());
  try {
    await fetch(source.origin, { method: 'HEAD', signal: AbortSignal.timeout(PROBE_MS) });
  } catch {
    return `its binary is not installed and ${source.host} cannot be reached`;
  }
  say('Fetching Electron (about 110 MB, once) …');
  const fetched = spawnSync(process.execPath, [path.join(folder, 'install.js')], {
    stdio: ['ignore', 'ignore', 'ignore'],
    timeout: FETCH_MS,
  });
  if (fetched.status === 0) return undefined;
  return `its binary is not installed and could not be fetched from ${source.host}`;
}
