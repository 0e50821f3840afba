import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** Calls `listener` at each line typed or piped in. A shell's background job listens to nothing: reading would stop it. */
export function onTypedLine(listener: () => void): void {
  if (process.stdin.isTTY && isInBackground(processStatus())) return;
  process.stdin.on('error', () => undefined); // a terminal that is gone only means no more lines
  createInterface({ input: process.stdin }).on('line', listener);
}

/** Linux's account of this process; empty elsewhere. */
function processStatus(): string {
  try {
    return readFileSync('/proc/self/stat', 'utf8');
  } catch {
    return '';
  }
}

/**
 * Whether the terminal's foreground belongs to another process group.
 *
 * @param status of proc(5): `pid (name) state ppid pgrp session tty tpgid …`; the name may hold anything
 */
export function isInBackground(status: string): boolean {
  const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
  const [, , group, , , foreground] = fields;
  return group !== undefined && foreground !== undefined && group !== foreground;
}
