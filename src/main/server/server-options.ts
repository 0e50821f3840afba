import { optionHelp, readCommandLine, UsageError } from '../host/shell/command-line.ts';

const SPECS = {
  port: { kind: 'integer', min: 0, max: 65_535, help: 'port on 127.0.0.1 (default: any free one)' },
  runs: { kind: 'text', placeholder: 'directory', help: 'where runs are kept' },
  open: { kind: 'flag', help: 'open the link in the default browser' },
  json: { kind: 'flag', help: 'print each link as one line of JSON: {url, port, pid, runs_dir}' },
  'page-origin': {
    kind: 'text',
    placeholder: 'origin',
    help: 'take the page from a development server, such as http://127.0.0.1:5173',
  },
  help: { kind: 'flag', help: 'this text' },
  version: { kind: 'flag', help: 'the version' },
} as const;

export interface ServerOptions {
  readonly port: number;
  readonly runs?: string | undefined;
  readonly open: boolean;
  readonly json: boolean;
  readonly pageOrigin?: string | undefined;
  readonly help: boolean;
  readonly version: boolean;
}

export const SERVER_HELP = `Crystalline Studio in a browser: serves the window on 127.0.0.1, to this machine only.

Usage: crystalline serve [options]

${optionHelp(SPECS)}

While it runs, Enter prints a new link (each opens the program once) and Ctrl-C saves and ends.
`;

/** Reads the web shell's command line. Throws UsageError. */
export function readServerOptions(args: readonly string[]): ServerOptions {
  const { options, words } = readCommandLine(args, SPECS);
  if (words.length > 0)
    throw new UsageError(`serve takes options only, but was given "${words[0]}".`);
  return {
    port: options.port ?? 0,
    runs: options.runs,
    open: options.open ?? false,
    json: options.json ?? false,
    pageOrigin: options['page-origin'] && loopbackOrigin(options['page-origin']),
    help: options.help ?? false,
    version: options.version ?? false,
  };
}

/** A development server must be on this machine: its pages may do what the user may. */
function loopbackOrigin(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const onLoopback = url?.hostname === '127.0.0.1' || url?.hostname === 'localhost';
  if (url?.protocol !== 'http:' || !onLoopback || url.origin !== value) {
    throw new UsageError(
      `--page-origin must be http://127.0.0.1:PORT or http://localhost:PORT, not "${value}".`,
    );
  }
  return value;
}
