import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createHost, type Host, type HostOptions } from '../../src/main/host/host.ts';
import { createMemoryPair } from '../../src/shared/rpc/memory-transport.ts';
import { DEFAULT_OPTIMIZER } from '../../src/shared/contract/optimizer.ts';
import { RpcClient } from '../../src/shared/rpc/rpc-client.ts';
import type { NativeEngine } from '../../src/main/host/engine/engine-types.ts';
import type { RunConfig, RunState, RunStatus } from '../../src/shared/contract/run.ts';

/** A host with one client, over a directory of runs of its own or a given one. */
export interface TestHost<E extends NativeEngine> {
  readonly host: Host;
  readonly client: RpcClient;
  readonly engine: E;
  readonly runsDirectory: string;
  /** Every payload of run.status received so far. */
  readonly statuses: readonly RunStatus[];
  /** Resolves with the first status, present or to come, that fulfils the condition. */
  until(condition: (status: RunStatus) => boolean): Promise<RunStatus>;
  untilState(state: RunState): Promise<RunStatus>;
}

export function makeTemporaryDirectory(): string {
  return mkdtempSync(path.join(tmpdir(), 'crystalline-test-'));
}

export async function removeDirectory(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
}

export async function openTestHost<E extends NativeEngine>(
  engine: E,
  runsDirectory: string,
  options: Partial<HostOptions> = {},
): Promise<TestHost<E>> {
  const host = createHost({ engine, runsDirectory, shell: 'test', version: '0.0.0', ...options });
  const [near, far] = createMemoryPair();
  host.connect(far);
  const client = new RpcClient();
  await client.attach(near);
  const statuses: RunStatus[] = [];
  const watchers = new Set<(status: RunStatus) => void>();
  client.subscribe('run.status', (status) => {
    statuses.push(status);
    for (const watcher of [...watchers]) watcher(status);
  });
  const until = (condition: (status: RunStatus) => boolean) =>
    new Promise<RunStatus>((resolve) => {
      const watcher = (status: RunStatus) => {
        if (!condition(status)) return;
        watchers.delete(watcher);
        resolve(status);
      };
      watchers.add(watcher);
      watcher(host.status());
    });
  const untilState = (state: RunState) => until((status) => status.state === state);
  return { ...{ host, client, engine, runsDirectory, statuses, until, untilState } };
}

/** Opens a small text as a corpus; resolves with its id. */
export async function openText(client: RpcClient, text = TEXT): Promise<string> {
  const source = { kind: 'text', name: 'a small text', text } as const;
  const { corpusId } = await client.call('corpus.open', { source, tokenizer: 'char' });
  return corpusId;
}

/** About 4,000 characters. */
export const TEXT = 'the quick brown fox jumps over the lazy dog, and then it sleeps.\n'.repeat(60);

/** A run small enough for the real engine to train in a moment. */
export function smallRun(corpusId: string, changes: Partial<RunConfig> = {}): RunConfig {
  return {
    corpusId,
    name: 'a small run',
    model: { blocks: 1, heads: 2, width: 16, context: 16 },
    batch: 4,
    steps: 100,
    seed: 7,
    threads: 2,
    depth: 1,
    optimizer: DEFAULT_OPTIMIZER,
    validationEverySteps: 10,
    validationWindows: 4,
    validationByAverages: false,
    labelSmoothing: 0,
    zLoss: 0,
    stopPatience: 0,
    stopDelta: 0,
    tables: 'standard',
    divergenceFactor: 0,
    keepCheckpoints: 0,
    keepEverySteps: 0,
    checkpointEverySteps: 0,
    sampleEverySteps: 0,
    ...changes,
  };
}
