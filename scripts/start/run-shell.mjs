// Runs a shell in the foreground: signals reach it, and its end is ours.
import { spawn } from 'node:child_process';

/** An Electron that ends this soon, and not well, has not opened. */
const START_MS = 5_000;

/**
 * Runs `command` to its end. Resolves with { code, signal, started }: whether it lived long enough to have opened.
 * A terminal sends Ctrl-C to the child itself; a signal sent to this process alone is passed on, as SIGTERM.
 */
export function runShell(command, args) {
  return new Promise((resolve) => {
    const begun = performance.now();
    const child = spawn(command, args, { stdio: 'inherit' });
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    let asked = false;
    for (const signal of signals) {
      process.on(signal, () => {
        asked = true;
        child.kill('SIGTERM'); // the shells know one key press that arrives twice
      });
    }
    const end = (code, signal) => {
      for (const name of signals) process.removeAllListeners(name);
      const well = code === 0 || asked;
      resolve({ code, signal, started: well || performance.now() - begun > START_MS });
    };
    child.once('error', (error) => end(1, error.message));
    child.once('exit', end);
  });
}
