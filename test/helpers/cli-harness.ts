import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CommandContext } from '../../src/main/cli/session.ts';
import { runCli } from '../../src/main/cli/run-cli.ts';
import type { Terminal } from '../../src/main/cli/terminal.ts';
import type { TextInput } from '../../src/main/cli/text-lines.ts';
import type { NativeMachine } from '../../src/main/host/engine/machine-types.ts';
import type { NativeNumbers } from '../../src/main/host/engine/numbers-types.ts';
import { createHost } from '../../src/main/host/host.ts';
import { openHostClient } from '../../src/main/host/shell/open-host-client.ts';
import { FakeEngine } from './fake-engine.ts';
import { TEXT } from './test-host.ts';

/** What a command line did. */
export interface Spoken {
  readonly code: number;
  /** Words for the reader. */
  readonly said: string;
  /** stdout's own: what was printed. */
  readonly printed: string;
  readonly complaints: string;
  /** Lines drawn in place. */
  readonly drawn: readonly string[];
  /** The last printed line, as JSON. */
  json(): Record<string, unknown>;
}

export interface RunOptions {
  readonly tty?: boolean;
  readonly engine?: FakeEngine;
  /** Else the built addon's. */
  readonly numbers?: NativeNumbers;
  readonly machine?: NativeMachine;
  /** Standard input; empty unless given. */
  readonly input?: TextInput;
  readonly isHeard?: () => boolean;
  /** Called with each line said or drawn. */
  readonly onLine?: (line: string, interrupt: () => void) => void;
}

/** Runs the command line in this process on a fake engine; runs are kept in `folder`, which also has text.txt. */
export function cliIn(folder: string) {
  const file = path.join(folder, 'text.txt');
  writeFileSync(file, TEXT);
  const run = async (args: readonly string[], options: RunOptions = {}): Promise<Spoken> => {
    const said: string[] = [];
    const printed: string[] = [];
    const complaints: string[] = [];
    const drawn: string[] = [];
    let begun = '';
    const listeners = new Set<() => void>();
    const interrupt = () => [...listeners].forEach((listener) => listener());
    const hear = (line: string) => options.onLine?.(line, interrupt);
    const terminal: Terminal = {
      say: (text) => {
        said.push(text);
        hear(text);
      },
      print: (text) => {
        printed.push(begun + text);
        begun = '';
      },
      write: (text) => {
        begun += text;
        hear(text);
      },
      complain: (text) => complaints.push(text),
      progress: options.tty
        ? (line) => {
            drawn.push(line);
            hear(line);
          }
        : undefined,
      aside: options.tty
        ? (line) => {
            drawn.push(line);
            hear(line);
          }
        : undefined,
      columns: 100,
      onInterrupt: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      abandon: () => {
        throw new Error('abandoned');
      },
    };
    const code = await runCli(args, contextOf(folder, terminal, options));
    return {
      code,
      said: said.join('\n'),
      printed: printed.join('\n'),
      complaints: complaints.join('\n'),
      drawn,
      json: () => JSON.parse(printed.at(-1) ?? '') as Record<string, unknown>,
    };
  };
  return { file, run };
}

function contextOf(folder: string, terminal: Terminal, options: RunOptions): CommandContext {
  const { engine = new FakeEngine(), numbers, machine } = options;
  const product = {
    version: '1.2.3',
    root: folder,
    pageDirectory: folder,
    resourcesDirectory: path.join(folder, 'resources'),
    preloadFile: '',
    serverFile: '',
  };
  return {
    terminal,
    product,
    input: () => options.input ?? nothing(),
    isHeard: options.isHeard ?? (() => true),
    openSession: (runs) => {
      const host = createHost({
        engine,
        ...(numbers && { numbers }),
        ...(machine && { machine }),
        runsDirectory: runs ?? path.join(folder, 'runs'),
        resourcesDirectory: product.resourcesDirectory,
        shell: 'test',
        version: product.version,
      });
      const client = openHostClient(host, product.version, (error) => {
        throw error;
      });
      return {
        client,
        close: async () => {
          client.close();
          await host.close();
        },
      };
    },
  };
}

async function* nothing(): TextInput {}
