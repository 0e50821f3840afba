import { optionHelp, readCommandLine } from '../../host/shell/command-line.ts';
import { COMMON } from '../common-options.ts';
import { noWords, type Command } from '../session.ts';

/** `crystalline version`: works without the engine. */
export const version: Command = {
  name: 'version',
  summary: 'print the version',
  help: `Prints the version.

Usage: crystalline version [options]

${optionHelp(COMMON)}
`,
  run(args, { terminal, product }) {
    const { options, words } = readCommandLine(args, COMMON);
    noWords(words, 'version');
    if (!options.json) terminal.print(product.version);
    return Promise.resolve({ code: 0, json: { result: product.version } });
  },
};
