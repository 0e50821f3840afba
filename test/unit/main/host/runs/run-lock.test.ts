import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockRun } from '../../../../../src/main/host/runs/run-lock.ts';
import { makeTemporaryDirectory, removeDirectory } from '../../../../helpers/test-host.ts';

describe('lockRun', () => {
  let directory: string;
  const file = () => path.join(directory, 'lock');
  beforeEach(() => {
    directory = makeTemporaryDirectory();
  });
  afterEach(() => removeDirectory(directory));

  it('refuses the run to a second, by process, until it is given back', async () => {
    const unlock = await lockRun(directory);
    await expect(lockRun(directory)).rejects.toMatchObject({
      code: 'wrong-state',
      message: expect.stringContaining(`process ${process.pid}`) as unknown,
    });
    await unlock();
    expect(readdirSync(directory)).toEqual([]);
    await (
      await lockRun(directory)
    )();
  });

  it('takes over from a process that was killed', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    writeFileSync(file(), JSON.stringify({ pid: child.pid }));
    await expect(lockRun(directory)).rejects.toMatchObject({ code: 'wrong-state' });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    await lockRun(directory);
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toMatchObject({ pid: process.pid });
  });

  it('takes over from a killed process whose parent has not looked yet', async (context) => {
    if (!existsSync('/proc/self/stat')) context.skip('this system does not tell of zombies');
    // The shell starts a child that ends at once, and becomes a program that never looks after it.
    const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60']);
    const pid = await new Promise<number>((resolve) => {
      parent.stdout.once('data', (data: Buffer) => resolve(Number(data.toString())));
    });
    const state = () => /\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];
    while (state() !== 'Z') await new Promise((resolve) => setTimeout(resolve, 5));
    writeFileSync(file(), JSON.stringify({ pid }));
    await lockRun(directory);
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toMatchObject({ pid: process.pid });
    parent.kill('SIGKILL');
  });

  it('is not deceived by another process with the number of a dead one', async (context) => {
    if (!existsSync('/proc/self/stat'))
      context.skip('this system does not tell when a process started');
    writeFileSync(file(), JSON.stringify({ pid: process.pid, startTicks: '1' }));
    await lockRun(directory);
    expect(JSON.parse(readFileSync(file(), 'utf8'))).not.toMatchObject({ startTicks: '1' });
  });

  it.each(['', '{"pid":', 'null', '{"pid":"x"}'])(
    'takes over a lock torn to %j',
    async (content) => {
      writeFileSync(file(), content);
      await lockRun(directory);
      expect(JSON.parse(readFileSync(file(), 'utf8'))).toMatchObject({ pid: process.pid });
    },
  );
});
