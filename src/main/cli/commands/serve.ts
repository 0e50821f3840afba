import { spawn } from 'node:child_process';
import { CallError } from '../../../shared/rpc/call-error.ts';
import type { Command } from '../session.ts';

/** `crystalline serve`: the web shell, in a process of its own with the same options. */
export const serve: Command = {
  name: 'serve',
  summary: 'open the window in a browser, from 127.0.0.1',
  help: 'See: crystalline serve --help\n',
  async run(args, { terminal, product }) {
    const child = spawn(process.execPath, [product.serverFile, ...args], { stdio: 'inherit' });
    // A terminal's Ctrl-C reaches the child too, which saves and ends; a signal sent to this process is passed on.
    const forget = terminal.onInterrupt(() => child.kill('SIGTERM'));
    const code = await new Promise<number>((resolve, reject) => {
      child.once('error', (error) => reject(new CallError('io-failed', error.message)));
      child.once('exit', (exitCode) => resolve(exitCode ?? 1));
    });
    forget();
    return { code };
  },
};
