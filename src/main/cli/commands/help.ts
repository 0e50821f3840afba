import { readCommandLine, UsageError } from '../../host/shell/command-line.ts';
import { didYouMean } from '../../host/shell/command-line.ts';
import { nearest } from '../../host/shell/nearest.ts';
import { COMMON } from '../common-options.ts';
import type { Command } from '../session.ts';

/** `crystalline help [COMMAND]`. */
export function helpCommand(commands: readonly Command[]): Command {
  return {
    name: 'help',
    summary: 'say what there is, or how a command works',
    help: 'Usage: crystalline help [COMMAND]\n',
    run(args, { terminal }) {
      const { options, words } = readCommandLine(args, COMMON);
      const [name] = words;
      const text = name === undefined ? overview(commands) : findCommand(commands, name).help;
      if (!options.json) terminal.print(text.trimEnd());
      return Promise.resolve({ code: 0, json: { result: text } });
    },
  };
}

/** Throws UsageError that suggests the nearest. */
export function findCommand(commands: readonly Command[], name: string): Command {
  const found = commands.find((command) => command.name === name);
  if (found) return found;
  const names = commands.map((command) => command.name);
  const advice = didYouMean(nearest(name, names)) || ` There are: ${names.join(', ')}.`;
  throw new UsageError(`Unknown command "${name}".${advice}`);
}

function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return `Crystalline Studio: train small language models and watch the machine that does it.

Usage: crystalline COMMAND [options]

${lines.join('\n')}

crystalline help COMMAND tells more. Every command takes --json.
`;
}
