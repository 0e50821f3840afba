import { describe, expect, it } from 'vitest';
import { runProgram } from '../helpers/program.ts';

const CLI = 'bin/crystalline.mjs';

describe('crystalline, on numbers, as a process', () => {
  it('counts, and gives the value with --json', async () => {
    const { ended, output } = runProgram(CLI, ['primes', 'count', '1e8', '--json']);
    expect(await ended, output.stderr).toBe(0);
    expect(JSON.parse(output.stdout)).toEqual({ result: '5761455' });
  });

  it('evaluates what comes on standard input', async () => {
    const { process, ended, output } = runProgram(CLI, ['eval', '--function', 'sqrt', '--hex']);
    process.stdin?.end(`${'0x1p+2\n'.repeat(40_000)}-0x0p+0`);
    expect(await ended, output.stderr).toBe(0);
    const lines = output.stdout.split('\n');
    expect(lines).toHaveLength(40_002);
    expect(lines.slice(-2)).toEqual(['-0x0p+0', '']);
  });

  it('ends when its reader does, though the input goes on', async () => {
    const { process, ended } = runProgram(CLI, ['eval', '--function', 'sqrt', '--hex']);
    process.stdin?.on('error', () => undefined); // closed by the program
    const lines = '0x1p+2\n'.repeat(20_000);
    const feed = setInterval(() => process.stdin?.write(lines), 5);
    process.stdout?.once('data', () => process.stdout?.destroy());
    expect(await ended).toBe(0);
    clearInterval(feed);
  });
});
