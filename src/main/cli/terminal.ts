/** Where a command speaks and hears. */
export interface Terminal {
  /** Words for the reader; on stderr when stdout is kept for one line of JSON. */
  say(text: string): void;
  /** The command's product: a sampled text, a table, the line of JSON. Always stdout. */
  print(text: string): void;
  /** The beginning of such a product, as it comes: no line is ended. */
  write(text: string): void;
  /** What went wrong: always stderr. */
  complain(text: string): void;
  /** Redraws the last line in place; absent where there is no terminal to redraw on. */
  readonly progress?: ((line: string) => void) | undefined;
  /** Redraws in place how far a long work is, on stderr; absent where stderr is no terminal, or with --json. */
  readonly aside?: ((line: string) => void) | undefined;
  /** Columns to fill, as wide as the terminal is now. */
  readonly columns: number;
  /** Called at each Ctrl-C or request to end, until unsubscribed; without a listener the process ends. */
  onInterrupt(listener: () => void): () => void;
  /** Ends the process at once, saving nothing. */
  abandon(): void;
}

interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** What is used of `process`. */
export interface ProcessLike {
  readonly stdout: Output;
  readonly stderr: Output;
  on(signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP', listener: () => void): unknown;
  off(signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP', listener: () => void): unknown;
  exit(code: number): unknown;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Back to the first column and clear to the end of the line. */
const CLEAR_LINE = '\r\u001b[K';

/** @param json stdout is kept for the line of JSON */
export function createTerminal(process: ProcessLike, json: boolean): Terminal {
  const talk = json ? process.stderr : process.stdout;
  let drawn = false;
  let drawnAside = false;
  const clear = () => {
    if (drawn) talk.write(CLEAR_LINE);
    if (drawnAside) process.stderr.write(CLEAR_LINE);
    drawn = drawnAside = false;
  };
  return {
    say(text) {
      clear();
      talk.write(`${text}\n`);
    },
    print(text) {
      clear();
      process.stdout.write(`${text}\n`);
    },
    write(text) {
      clear();
      process.stdout.write(text);
    },
    complain(text) {
      clear();
      process.stderr.write(`${text}\n`);
    },
    progress: talk.isTTY
      ? (line) => {
          talk.write(CLEAR_LINE + line);
          drawn = true;
        }
      : undefined,
    aside:
      process.stderr.isTTY && !json
        ? (line) => {
            process.stderr.write(CLEAR_LINE + line);
            drawnAside = line !== '';
          }
        : undefined,
    get columns() {
      return talk.columns || process.stderr.columns || 80; // some terminals say 0
    },
    onInterrupt(listener) {
      for (const signal of SIGNALS) process.on(signal, listener);
      return () => {
        for (const signal of SIGNALS) process.off(signal, listener);
      };
    },
    abandon() {
      clear();
      process.exit(1);
    },
  };
}
