import { UsageError } from '../host/shell/command-line.ts';
import type { RpcClient } from '../../shared/rpc/rpc-client.ts';
import type { Product } from '../host/shell/product.ts';
import type { Terminal } from './terminal.ts';
import type { TextInput } from './text-lines.ts';

/** The host, opened for one command. */
export interface Session {
  readonly client: RpcClient;
  close(): Promise<void>;
}

/** What a command is given. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly product: Product;
  /** Standard input, opened when called. */
  readonly input: () => TextInput;
  /** False once nobody reads standard output any more, as after `| head`. */
  readonly isHeard: () => boolean;
  /** @param runs the directory of runs the user named */
  openSession(runs: string | undefined): Session;
}

/** What a command hands back. */
export interface Outcome {
  /** Exit code: 0 done, 1 not, 2 not understood. */
  readonly code: number;
  /** The line for --json; absent when a process of its own has spoken. */
  readonly json?: Readonly<Record<string, unknown>>;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  /** Everything `crystalline help NAME` says. */
  readonly help: string;
  /** Throws UsageError for what it cannot understand and CallError for what failed. */
  run(args: readonly string[], context: CommandContext): Promise<Outcome>;
}

/** Runs `work` with an open host and closes it, whatever happens. */
export async function withSession<T>(
  context: CommandContext,
  runs: string | undefined,
  work: (client: RpcClient) => Promise<T>,
): Promise<T> {
  const session = context.openSession(runs);
  try {
    return await work(session.client);
  } finally {
    await session.close();
  }
}

/** The one word a command takes. Throws UsageError. */
export function oneWord(words: readonly string[], command: string, called: string): string {
  const [word, more] = words;
  if (word === undefined)
    throw new UsageError(`${command} needs ${called}: see crystalline help ${command}.`);
  if (more !== undefined)
    throw new UsageError(`${command} takes one ${called}, but was given "${more}" too.`);
  return word;
}

/** For commands without words. Throws UsageError. */
export function noWords(words: readonly string[], command: string): void {
  if (words.length > 0)
    throw new UsageError(`${command} takes options only, but was given "${words[0]}".`);
}
