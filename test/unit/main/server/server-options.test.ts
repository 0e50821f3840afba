import { describe, expect, it } from 'vitest';
import { readServerOptions, SERVER_HELP } from '../../../../src/main/server/server-options.ts';

describe('readServerOptions', () => {
  it('takes any free port unless told otherwise', () => {
    expect(readServerOptions([])).toMatchObject({ port: 0, open: false, json: false });
    expect(readServerOptions(['--port', '4000', '--open', '--json', '--runs=r'])).toMatchObject({
      port: 4000,
      open: true,
      json: true,
      runs: 'r',
    });
  });

  it.each([
    [['--port', '65536'], '--port must be a whole number from 0 to 65,535, not "65536".'],
    [['--port', 'http'], '--port must be a whole number from 0 to 65,535, not "http".'],
    [['--prot', '1'], 'Unknown option --prot. Did you mean --port?'],
    [['now'], 'serve takes options only, but was given "now".'],
    [
      ['--page-origin', 'http://evil.example'],
      '--page-origin must be http://127.0.0.1:PORT or http://localhost:PORT, not "http://evil.example".',
    ],
  ])('refuses %j', (args, message) => {
    expect(() => readServerOptions(args)).toThrow(message);
  });

  it('takes a development server on this machine', () => {
    const { pageOrigin } = readServerOptions(['--page-origin', 'http://127.0.0.1:5173']);
    expect(pageOrigin).toBe('http://127.0.0.1:5173');
  });

  it('names every option in the help', () => {
    for (const option of ['--port', '--runs', '--open', '--json'])
      expect(SERVER_HELP).toContain(option);
  });
});
