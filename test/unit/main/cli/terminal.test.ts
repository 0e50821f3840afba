import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createTerminal } from '../../../../src/main/cli/terminal.ts';

function fakeProcess(isTTY: boolean) {
  const written = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr') => ({
    isTTY,
    columns: 66,
    write: (text: string) => (written[name] += text),
  });
  const events = new EventEmitter();
  return Object.assign(events, {
    written,
    exits: [] as number[],
    exit(code: number) {
      this.exits.push(code);
    },
    stdout: stream('stdout'),
    stderr: stream('stderr'),
  });
}

describe('createTerminal', () => {
  it('keeps stdout for the line of JSON', () => {
    const process = fakeProcess(false);
    const terminal = createTerminal(process, true);
    terminal.say('words');
    terminal.complain('trouble');
    terminal.print('{}');
    expect(process.written).toEqual({ stdout: '{}\n', stderr: 'words\ntrouble\n' });
  });

  it('clears the line in place before words', () => {
    const process = fakeProcess(true);
    const terminal = createTerminal(process, false);
    terminal.progress?.('half');
    terminal.say('words');
    terminal.say('more');
    expect(process.written.stdout).toBe('\r\u001b[Khalf\r\u001b[Kwords\nmore\n');
    expect(terminal.columns).toBe(66);
  });

  it('draws nothing in place where there is no terminal', () => {
    const { progress, aside } = createTerminal(fakeProcess(false), false);
    expect([progress, aside]).toEqual([undefined, undefined]);
    expect(createTerminal(fakeProcess(true), true).aside).toBeUndefined(); // --json
  });

  it('draws aside on stderr, and clears it before words', () => {
    const process = fakeProcess(true);
    const terminal = createTerminal(process, false);
    terminal.aside?.('half');
    terminal.print('path');
    terminal.print('more');
    expect(process.written).toEqual({
      stdout: 'path\nmore\n',
      stderr: '\r\u001b[Khalf\r\u001b[K',
    });
  });

  it('hears Ctrl-C and requests to end, until told not to', () => {
    const process = fakeProcess(false);
    const terminal = createTerminal(process, false);
    let heard = 0;
    const forget = terminal.onInterrupt(() => (heard += 1));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.emit(signal);
    forget();
    process.emit('SIGINT');
    expect(heard).toBe(3);
  });

  it('can leave at once, as not done', () => {
    const process = fakeProcess(false);
    createTerminal(process, false).abandon();
    expect(process.exits).toEqual([1]);
  });
});
