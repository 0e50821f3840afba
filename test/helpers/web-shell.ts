import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** The web shell in a process of its own, as a user runs it. */
export interface WebShell {
  /** Link that opens the program once. */
  readonly url: string;
  readonly process: ChildProcess;
  /** kill -9: nothing is saved. */
  kill(): Promise<void>;
  /** SIGTERM: saves what is unsaved. Resolves with the exit code. */
  end(): Promise<number | null>;
}

/** Starts the built web shell on a free port with `runs` as its directory of runs. */
export async function startWebShell(runs: string): Promise<WebShell> {
  const child = spawn(process.execPath, ['out/main/server.js', '--json', '--runs', runs], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = JSON.parse(line) as { url?: string; error?: { message: string } };
      if (said.url) resolve(said.url);
      else if (said.error) reject(new Error(said.error.message));
    });
    void ended.then((code) => reject(new Error(`the web shell ended with ${code}`)));
  });
  return {
    url,
    process: child,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async end() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}
