// Whether a build is older than its sources: newest source (folders count, so that a deletion shows) against oldest output.
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** Newest modification time, in ms, of `entry` and, in a folder, everything below it; 0 if it does not exist. */
export function newestMtimeMs(entry, skip = new Set()) {
  const found = statSync(entry, { throwIfNoEntry: false });
  if (!found) return 0;
  if (!found.isDirectory()) return found.mtimeMs;
  let newest = found.mtimeMs;
  for (const name of readdirSync(entry)) {
    if (!skip.has(name)) newest = Math.max(newest, newestMtimeMs(path.join(entry, name), skip));
  }
  return newest;
}

/**
 * Why `target` must be built, in words, or undefined when it is fresh.
 *
 * @param {{ sources: string[], outputs: string[], skip?: string[] }} target paths from `root`
 */
export function whyStale(root, target) {
  const from = (name) => path.join(root, name);
  const missing = target.outputs.find((name) => !statSync(from(name), { throwIfNoEntry: false }));
  if (missing) return `${missing} is missing`;
  const oldest = Math.min(...target.outputs.map((name) => statSync(from(name)).mtimeMs));
  const skip = new Set(target.skip);
  const newer = target.sources.find((name) => newestMtimeMs(from(name), skip) > oldest);
  return newer && `${newer} has changed`;
}
