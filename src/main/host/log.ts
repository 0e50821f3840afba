import type { LogEntry } from '../../shared/contract/topics.ts';

/** What the host has to say to the user: topic log. */
export interface Log {
  info(message: string): void;
  warning(message: string): void;
  error(message: string): void;
}

export function createLog(publish: (entry: LogEntry) => void): Log {
  const at = (level: LogEntry['level']) => (message: string) =>
    publish({ atMs: Date.now(), level, message });
  return { info: at('info'), warning: at('warning'), error: at('error') };
}

/** An error in words: a whole sentence, that others may follow. */
export function reasonOf(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  return /[.!?]$/.test(words) ? words : `${words}.`;
}
