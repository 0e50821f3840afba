// The command line of `npm start`: which shell, and what is passed on to it.

export const START_HELP = `npm start [-- OPTIONS]: builds what is missing and opens the program.

  --web        in the browser, even where Electron is there
  --no-open    print the link without opening a browser
  --runs DIR   where runs are kept
  --port N     port of the web shell (means --web)
  --json       links as lines of JSON, for programs (means --web)
  --help       this text
`;

const OWN = new Set(['--web', '--no-open', '--help']);
const WEB_ONLY = ['--port', '--json', '--page-origin'];

/** Splits what this script decides from what the shell is given. */
export function readStartOptions(args) {
  const passed = args.filter((arg) => !OWN.has(arg));
  const webOnly = passed.some((arg) => WEB_ONLY.includes(arg.split('=')[0]));
  const quiet =
    args.includes('--no-open') || passed.includes('--json') || passed.includes('--open');
  return {
    help: args.includes('--help'),
    web: args.includes('--web') || webOnly,
    passed,
    serverArgs: quiet ? passed : ['--open', ...passed],
  };
}
