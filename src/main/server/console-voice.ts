import type { CheckpointInfo } from '../../shared/contract/run.ts';

/** What the web shell says in its terminal. */
export interface Voice {
  link(url: string): void;
  saving(step: number): void;
  saved(checkpoint: CheckpointInfo | undefined, runId: string | undefined): void;
  failed(message: string): void;
  note(message: string): void;
}

export interface VoiceContext {
  readonly port: number;
  readonly runsDirectory: string;
}

type Write = (line: string) => void;

/** Sentences, for a reader. */
export function plainVoice(write: Write, context: VoiceContext): Voice {
  return {
    link(url) {
      write(`Crystalline Studio is open to this machine only, once, at:\n\n  ${url}\n`);
      write('Enter prints a new link; Ctrl-C saves and ends.');
    },
    saving: (step) => write(`Saving at step ${step} …`),
    saved(checkpoint, runId) {
      if (!checkpoint) return write('Nothing was unsaved. Closed.');
      write(
        `Saved ${checkpoint.name} (step ${checkpoint.step}) in ${context.runsDirectory}/${runId}.`,
      );
      write(`Go on with it from the window's list of runs, or: crystalline resume ${runId}`);
    },
    failed: (message) => write(message),
    note: (message) => write(message),
  };
}

/** One JSON object a line, for a program. */
export function jsonVoice(write: Write, context: VoiceContext): Voice {
  const say = (value: object) => write(JSON.stringify(value));
  return {
    link: (url) =>
      say({ url, port: context.port, pid: process.pid, runs_dir: context.runsDirectory }),
    saving: () => undefined,
    saved: (checkpoint, runId) =>
      say({ closed: true, saved: checkpoint ? { run: runId, ...checkpoint } : null }),
    failed: (message) => say({ error: { message } }),
    note: () => undefined,
  };
}
