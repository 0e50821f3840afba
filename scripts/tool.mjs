import { spawnSync } from 'node:child_process';
import path from 'node:path';

/** Runs a program that npm ci installed, without npx's start-up and its reading of options. */
export function runTool(name, args, options = { stdio: 'inherit' }) {
  const windows = process.platform === 'win32';
  const file = path.resolve('node_modules/.bin', windows ? `${name}.cmd` : name);
  return spawnSync(file, args, { shell: windows, ...options });
}
