import type { ShellCapability } from './shell.ts';

/** What a host says of itself: the answer to session.info. */
export interface SessionInfo {
  readonly protocol: number;
  /** Product version, from package.json. */
  readonly version: string;
  readonly engine: EngineInfo;
  /** How the page reaches the host. */
  readonly shell: 'electron' | 'web' | 'cli' | 'test';
  readonly capabilities: readonly ShellCapability[];
  /** Absolute path of the directory of runs. */
  readonly runsDirectory: string;
  /** The run the engine holds now. */
  readonly activeRunId?: string;
}

export interface EngineInfo {
  readonly version: string;
  /** Instruction set the kernels use: a run's bits are reproducible on the same path. */
  readonly isa: 'avx512' | 'avx2' | 'baseline';
  /** Logical processors this process may run on. */
  readonly processors: number;
  readonly numaNodes: number;
}
