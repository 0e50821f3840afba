import { open, readFile, rm } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CallError } from '../../../shared/rpc/call-error.ts';

const FILE_NAME = 'lock';

/** A process, told apart from a later one that was given the same number. */
interface Holder {
  readonly pid: number;
  /** Clock ticks from boot to the process's start; absent where the system does not tell. */
  readonly startTicks?: string;
}

/**
 * Keeps a run's directory for this process, so that a window and a command line never train the same run at once.
 * Resolves with what gives it back. A lock that a killed process left behind is taken over. Throws CallError
 * `wrong-state` naming the process that has the run.
 */
export async function lockRun(runDirectory: string): Promise<() => Promise<void>> {
  const file = path.join(runDirectory, FILE_NAME);
  while (!(await createLock(file))) {
    const holder = await readHolder(file);
    if (holder && isAlive(holder)) {
      throw new CallError(
        'wrong-state',
        `Run ${path.basename(runDirectory)} is open in another window or command (process ${holder.pid}): end that first.`,
      );
    }
    await rm(file, { force: true });
  }
  return () => rm(file, { force: true });
}

/** False when there is a lock already. */
async function createLock(file: string): Promise<boolean> {
  const handle = await open(file, 'wx').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return undefined;
    throw error;
  });
  if (!handle) return false;
  try {
    await handle.writeFile(JSON.stringify(describeProcess(process.pid)));
  } finally {
    await handle.close();
  }
  return true;
}

async function readHolder(file: string): Promise<Holder | undefined> {
  try {
    const holder = JSON.parse(await readFile(file, 'utf8')) as Partial<Holder> | null;
    return Number.isSafeInteger(holder?.pid) ? (holder as Holder) : undefined;
  } catch {
    return undefined; // removed meanwhile, or torn by a crash
  }
}

function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // alive, and another user's
  }
  const { startTicks } = describeProcess(holder.pid);
  return holder.startTicks === undefined || startTicks === undefined
    ? true
    : holder.startTicks === startTicks;
}

function describeProcess(pid: number): Holder {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Field 22 of proc(5), counted after the name in parentheses, which may contain spaces.
    const startTicks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return startTicks === undefined ? { pid } : { pid, startTicks };
  } catch {
    return { pid };
  }
}
