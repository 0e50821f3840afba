import { homedir } from 'node:os';
import path from 'node:path';

/** Environment variable that names the directory of runs. */
export const RUNS_VARIABLE = 'CRYSTALLINE_RUNS';

/** The parts of a process that decide where its data lies. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

function here(): Surroundings {
  return { platform: process.platform, env: process.env, home: homedir() };
}

/**
 * Where the program keeps its data: the same for the window, the web shell and the command line, so that a run
 * started in one is listed by the others.
 */
export function dataDirectory({ platform, env, home }: Surroundings = here()): string {
  if (platform === 'darwin') {
    return path.posix.join(home, 'Library/Application Support/Crystalline Studio');
  }
  if (platform === 'win32') {
    const local = env['LOCALAPPDATA'] || path.win32.join(home, 'AppData/Local');
    return path.win32.join(local, 'Crystalline Studio');
  }
  const xdg = env['XDG_DATA_HOME'];
  // The XDG specification has relative paths ignored.
  const base = xdg && path.posix.isAbsolute(xdg) ? xdg : path.posix.join(home, '.local/share');
  return path.posix.join(base, 'crystalline-studio');
}

/** The directory of runs: what the user named, else CRYSTALLINE_RUNS, else `runs` in the data directory. Absolute. */
export function runsDirectory(named?: string, surroundings: Surroundings = here()): string {
  const chosen = named || surroundings.env[RUNS_VARIABLE];
  if (chosen) return path.resolve(chosen);
  const { join } = surroundings.platform === 'win32' ? path.win32 : path.posix;
  return join(dataDirectory(surroundings), 'runs');
}
