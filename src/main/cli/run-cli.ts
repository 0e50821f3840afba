import { CallError } from '../../shared/rpc/call-error.ts';
import { UsageError } from '../host/shell/command-line.ts';
import { COMMANDS } from './commands.ts';
import { findCommand, helpCommand } from './commands/help.ts';
import type { CommandContext } from './session.ts';

/**
 * Runs one command line and returns the exit code: 0 done, 1 failed or interrupted, 2 not understood.
 * What fails is said once, in a sentence; with --json as the line {"error": {code, message}}.
 */
export async function runCli(args: readonly string[], context: CommandContext): Promise<number> {
  const { terminal } = context;
  const all = [...COMMANDS];
  const help = helpCommand(all);
  all.push(help);
  const json = args.includes('--json');
  try {
    const [first = 'help', ...rest] = args;
    const name = SPELLINGS[first] ?? first;
    const command = first === '--json' ? help : findCommand(all, name);
    const asked = rest.includes('--help') || rest.includes('-h');
    const outcome =
      asked && command.name !== 'serve' // which answers for itself
        ? await help.run([command.name, ...(json ? ['--json'] : [])], context)
        : await command.run(rest, context);
    if (json && outcome.json) terminal.print(JSON.stringify(outcome.json));
    return outcome.code;
  } catch (error) {
    const { code, message } = explain(error);
    if (json) terminal.print(JSON.stringify({ error: { code, message } }));
    else terminal.complain(`crystalline: ${message}`);
    return error instanceof UsageError ? 2 : 1;
  }
}

/** Options that mean a command, as everybody tries. */
const SPELLINGS: Readonly<Record<string, string>> = {
  '--help': 'help',
  '-h': 'help',
  '--version': 'version',
  '-v': 'version',
};

function explain(error: unknown): { code: string; message: string } {
  if (error instanceof UsageError) return { code: 'usage', message: error.message };
  if (error instanceof CallError) return { code: error.code, message: error.message };
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}
