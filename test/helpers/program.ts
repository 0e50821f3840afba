import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** One of the product's programs in a process of its own, as a user runs it. */
export interface Program {
  readonly process: ChildProcess;
  /** Everything said so far. */
  readonly output: { readonly stdout: string; readonly stderr: string };
  /** Resolves with the first match in what it says, present or to come; rejects when the program ends without. */
  says(pattern: RegExp, on?: 'stdout' | 'stderr'): Promise<RegExpExecArray>;
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
}

/** Runs a script of the repository with this Node. */
export function runProgram(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Program {
  const child = spawn(process.execPath, [path.join(ROOT, script), ...args], {
    env: { ...process.env, ...env },
    stdio: 'pipe',
  });
  const output = { stdout: '', stderr: '' };
  const waiting = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
      for (const look of [...waiting]) look();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const says: Program['says'] = (pattern, on = 'stdout') =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(output[on]);
        if (!found) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
      void ended.then((code) => {
        reject(new Error(`ended with ${code}, not saying ${pattern}: ${JSON.stringify(output)}`));
      });
    });
  return { process: child, output, says, ended };
}
