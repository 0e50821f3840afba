import { open, readFile, rm } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { CallError } from '../../../shared/rpc/call-error.ts';

const FILE_NAME = 'lock';
/** A killed process takes a moment to go, a new one to write its number: a lock is looked at so often, so far apart. */
const LOOKS = 5;
const LOOK_MS = 100;

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
  let patience = LOOKS;
  while (!(await createLock(file))) {
    const holder = await readHolder(file);
    const dead = holder !== undefined && !isAlive(holder);
    patience -= 1;
    if (!dead && patience > 0) {
      await setTimeout(LOOK_MS);
      continue;
    }
    if (holder && !dead) throw inUse(runDirectory, holder);
    await rm(file, { force: true });
  }
  return () => rm(file, { force: true });
}

function inUse(runDirectory: string, { pid }: Holder): CallError {
  return new CallError(
    'wrong-state',
    `Run ${path.basename(runDirectory)} is open in another window or command (process ${pid}): end that first.`,
  );
}

/** False when there is a lock already. */
async function createLock(file: string): Promise<boolean> {
  const handle = await open(file, 'wx').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return undefined;
    throw error;
  });
  if (!handle) return false;
  try {
    const { pid, startTicks } = describeProcess(process.pid);
    await handle.writeFile(JSON.stringify({ pid, startTicks }));
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
    return undefined; // removed meanwhile, not yet written, or torn by a crash
  }
}

function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // alive, and another user's
  }
  const present = describeProcess(holder.pid);
  if (present.ended) return false;
  const bothKnown = holder.startTicks !== undefined && present.startTicks !== undefined;
  return !bothKnown || holder.startTicks === present.startTicks;
}

/** What Linux says of a process; elsewhere only its number is known. */
function describeProcess(pid: number): Holder & { readonly ended: boolean } {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // proc(5): fields 3 (state) and 22 (start), counted after the name in parentheses, which may contain spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ended = ['Z', 'X'].includes(fields[0] ?? ''); // killed, its parent has not looked yet
    const startTicks = fields[19];
    return startTicks === undefined ? { pid, ended } : { pid, startTicks, ended };
  } catch {
    return { pid, ended: false };
  }
}
