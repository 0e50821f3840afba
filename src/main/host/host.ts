import path from 'node:path';
import { blocksHandlers } from './handlers/blocks.ts';
import { blocksParsers } from './parsers/blocks.ts';
import { CallError } from '../../shared/rpc/call-error.ts';
import { CorpusLibrary } from './corpora/corpus-library.ts';
import { FramePump } from './pump/frame-pump.ts';
import {
  RpcServer,
  type Handlers,
  type Parsers,
  type ValueTopic,
  toFailure,
} from '../../shared/rpc/rpc-server.ts';
import { RunController } from './runs/run-controller.ts';
import { RunStore } from './runs/run-store.ts';
import { Sampler } from './runs/sampler.ts';
import { corpusHandlers } from './handlers/corpus.ts';
import { corpusParsers } from './parsers/corpus.ts';
import { createLog, reasonOf } from './log.ts';
import { exchangeHandlers } from './handlers/exchange.ts';
import { exchangeParsers } from './parsers/exchange.ts';
import { loadEngine, loadMachine, loadNumbers } from './engine/engine-handle.ts';
import { numbersHandlers } from './handlers/numbers.ts';
import { numbersParsers } from './parsers/numbers.ts';
import { runHandlers } from './handlers/run.ts';
import { runParsers } from './parsers/run.ts';
import { sampleHandlers } from './handlers/sample.ts';
import { sampleParsers } from './parsers/sample.ts';
import { spheresHandlers } from './handlers/spheres.ts';
import { spheresParsers } from './parsers/spheres.ts';
import { topologyHandlers } from './handlers/topology.ts';
import { topologyParsers } from './parsers/topology.ts';
import { WorkDesk } from './work/work-desk.ts';
import { sessionHandlers } from './handlers/session.ts';
import { sessionParsers } from './parsers/session.ts';
import type { NativeEngine } from './engine/engine-types.ts';
import type { NativeMachine } from './engine/machine-types.ts';
import type { NativeNumbers } from './engine/numbers-types.ts';
import type { Payload } from '../../shared/contract/topics.ts';
import type { RunStatus } from '../../shared/contract/run.ts';
import type { SessionInfo } from '../../shared/contract/session.ts';
import type { Transport } from '../../shared/rpc/transport.ts';

export interface HostOptions {
  /** Directory of runs; made when the first run is. */
  readonly runsDirectory: string;
  readonly shell: SessionInfo['shell'];
  /** Product version, from package.json. */
  readonly version: string;
  /** Holds moby-dick/data.txt; looked for in the product's folder when absent. */
  readonly resourcesDirectory?: string;
  /** Another addon file than the built one. */
  readonly addonPath?: string;
  /** Opens the shell's file dialog; gives the session the capability choose-files. No path: cancelled. */
  readonly chooseFiles?: () => Promise<readonly string[]>;
  /** An engine instead of the native one; the host disposes of it. */
  readonly engine?: NativeEngine;
  /** Primes and functions instead of the native ones. */
  readonly numbers?: NativeNumbers;
  /** A machine instead of this one. */
  readonly machine?: NativeMachine;
}

/** The engine and everything around it that has no window: the same for every shell. */
export interface Host {
  readonly handlers: Handlers;
  readonly parsers: Parsers;
  /** Serves one client until its transport closes. */
  connect(transport: Transport): void;
  /** Says something to every client that listens. */
  publish<K extends ValueTopic>(topic: K, payload: Payload<K>): void;
  status(): RunStatus;
  /**
   * Ends everything: pauses the run, saves its unsaved steps (unless told to discard them), disconnects the clients and
   * stops the engine. Rejects with CallError, after ending, when the steps could not be saved. Twice is harmless.
   */
  close(options?: { readonly discard?: boolean }): Promise<void>;
}

const PARSERS: Parsers = {
  ...sessionParsers,
  ...corpusParsers,
  ...runParsers,
  ...exchangeParsers,
  ...sampleParsers,
  ...numbersParsers,
  ...spheresParsers,
  ...topologyParsers,
  ...blocksParsers,
};

/** Starts the engine. Throws CallError `unsupported` when it is not built. */
export function createHost(options: HostOptions): Host {
  const engine = options.engine ?? loadEngine(options.addonPath);
  const store = new RunStore(path.resolve(options.runsDirectory));
  const corpora = new CorpusLibrary(engine, options.resourcesDirectory);
  const publish: Host['publish'] = (topic, payload) => server.publish(topic, payload);
  const log = createLog((entry) => publish('log', entry));
  const controller = new RunController({
    ...{ engine, store, corpora, log, repeat, product: options.version },
    publishStatus: (status) => publish('run.status', status),
    publishMetrics: (batch) => publish('run.metrics', batch),
    publishLoop: (batch) => publish('run.loop', batch),
    loopWatched: () => server.watched('run.loop'),
    publishSample: (sample) => publish('run.sample', sample),
  });
  const sampler = new Sampler({
    ...{ engine, repeat },
    check: (runId) => controller.checkSampling(runId),
    publish: (part) => publish('sample.written', part),
  });
  const works = new WorkDesk({
    ...{ engine, repeat, nowMs },
    publish: (progress) => publish('work.progress', progress),
  });
  const isClosing = () => closing !== undefined;
  const handlers = createHandlers(options, {
    ...{ engine, store, corpora, controller, sampler, works, isClosing },
  });
  const server = new RpcServer({
    ...{ handlers, parsers: PARSERS, schedule, version: options.version },
    onDefect: (error) => {
      console.error(error); // with its stack, for who can mend it
      log.error(`A defect of the program: ${reasonOf(error)}`);
    },
    onDemand: () => pump.update(),
  });
  const pump = new FramePump({
    ...{ engine, repeat, nowMs },
    clients: () => server.clients,
    runKey: () => controller.runKey,
    training: () => controller.training,
  });
  publish('run.status', controller.status());

  let closing: Promise<void> | undefined;
  let lastStatus: RunStatus | undefined;
  const end = () => {
    lastStatus = controller.status();
    pump.dispose();
    server.close('The host has ended.');
    engine.dispose();
  };
  return {
    ...{ handlers, parsers: PARSERS, publish },
    connect: (transport) => server.connect(transport),
    status: () => lastStatus ?? controller.status(),
    close: ({ discard = false } = {}) => (closing ??= endRun(controller, discard).finally(end)),
  };
}

interface Services {
  readonly engine: NativeEngine;
  readonly store: RunStore;
  readonly corpora: CorpusLibrary;
  readonly controller: RunController;
  readonly sampler: Sampler;
  readonly works: WorkDesk;
  readonly isClosing: () => boolean;
}

function createHandlers(
  { version, shell, chooseFiles, numbers, machine, addonPath }: HostOptions,
  { engine, store, corpora, controller, sampler, works, isClosing }: Services,
): Handlers {
  const info = engine.info();
  const machineContext = {
    machine: () => machine ?? loadMachine(addonPath),
    processors: info.processors,
  };
  return {
    ...sessionHandlers({
      ...{ version, shell, engine: info, runsDirectory: store.directory },
      capabilities: chooseFiles ? ['choose-files'] : [],
      activeRunId: () => controller.activeRunId,
    }),
    ...corpusHandlers(corpora, works, chooseFiles),
    ...runHandlers(controller, store, engine),
    ...exchangeHandlers({ engine, store, corpora }, controller, works),
    ...sampleHandlers(sampler),
    ...spheresHandlers(controller, machineContext),
    ...topologyHandlers(machineContext),
    ...blocksHandlers(controller),
    ...numbersHandlers({
      numbers: () => numbers ?? loadNumbers(addonPath),
      ...{ processors: info.processors, isClosing },
    }),
  };
}

async function endRun(controller: RunController, discard: boolean): Promise<void> {
  try {
    await controller.close(discard);
  } catch (error) {
    const { code, message } = toFailure(error);
    throw new CallError(code, message, { cause: error });
  }
}

function nowMs(): number {
  return performance.now();
}

function schedule(task: () => void, delayMs: number): () => void {
  const timer = setTimeout(task, delayMs);
  return () => clearTimeout(timer);
}

function repeat(task: () => void, periodMs: number): () => void {
  const timer = setInterval(task, periodMs);
  return () => clearInterval(timer);
}
