import { EVENT_COLUMNS } from '../../src/shared/frames/event-frame.ts';
import { LIMITS } from '../../src/shared/contract/limits.ts';
import { MESSAGE_COLUMNS, MESSAGE_TYPES } from '../../src/shared/frames/message-frame.ts';
import { SPHERE_COLUMNS, SPHERE_STATES } from '../../src/shared/frames/sphere-frame.ts';
import { TOKEN_COLUMNS } from '../../src/shared/frames/token-frame.ts';
import { TRACE_COLUMNS } from '../../src/shared/frames/trace-frame.ts';
import { writeFrame } from './write-frame.ts';
import type { FrameKind } from '../../src/shared/frames/frame-header.ts';

/** What the fake engine's frames are made of. */
export interface FakeMachine {
  readonly step: number;
  readonly running: boolean;
  readonly threads: number;
  readonly context: number;
  readonly vocabulary: number;
  /** Lattice index of the newest event. */
  readonly newestEvent: number;
  readonly lossNats: number;
}

const LEAVES = 12;
const NONE_8 = 255;
const NONE_32 = 0xffff_ffff;

/** A frame of the fake machine: plausible, and a pure function of its step. */
export function fakeFrame(kind: FrameKind, machine: FakeMachine, sinceN: number): ArrayBuffer {
  switch (kind) {
    case 'spheres':
      return sphereFrame(machine);
    case 'events':
      return eventFrame(machine, sinceN);
    case 'trace':
      return traceFrame(machine);
    case 'tokens':
      return tokenFrame(machine);
    case 'messages':
      return messageFrame(machine);
  }
}

function sphereFrame({ step, running, threads, lossNats }: FakeMachine): ArrayBuffer {
  const busy = SPHERE_STATES.indexOf(running ? 'processing' : 'idle');
  const rows = Array.from({ length: LEAVES + 1 }, (_, id) => ({
    state: id === 0 ? SPHERE_STATES.indexOf('waiting') : busy,
    worker: id === 0 ? NONE_8 : (id - 1) % threads,
    level: id === 0 ? 0 : 1,
    group: id === 0 ? NONE_8 : id - 1,
    parent: id === 0 ? NONE_32 : 0,
    inboxNormal: (step + id) % 3,
    microBatches: id === 0 ? 0 : step,
    stolenTo: Math.floor((step * id) / 20),
    gradientNorm: 1 / (1 + step + id),
    lossNats,
    utilization: running ? 0.9 : 0,
  }));
  const fields = [{ bytes: 8, value: step * 10 }] as const;
  return writeFrame({ kind: 'spheres', step, fields, layout: SPHERE_COLUMNS, rows });
}

function eventFrame(machine: FakeMachine, sinceN: number): ArrayBuffer {
  const { step, newestEvent, context, vocabulary, lossNats } = machine;
  const firstN = Math.max(sinceN + 1, newestEvent - LIMITS.shellEvents + 1, 1);
  const rows = Array.from({ length: Math.max(0, newestEvent - firstN + 1) }, (_, row) => ({
    token: ((firstN + row) * 7) % vocabulary,
    loss: lossNats,
  }));
  const fields = [
    { bytes: 8, value: firstN },
    { bytes: 4, value: LEAVES },
    { bytes: 4, value: context },
  ] as const;
  return writeFrame({ kind: 'events', step, fields, layout: EVENT_COLUMNS, rows });
}

function traceFrame({ step, threads }: FakeMachine): ArrayBuffer {
  const rows = Array.from({ length: threads }, (_, worker) => ({
    startUs: 1_000 * (worker + 1),
    durationUs: 900,
    worker,
    sphere: worker + 1,
    step,
  }));
  const fields = [{ bytes: 8, value: step * 10 }] as const;
  return writeFrame({ kind: 'trace', step, fields, layout: TRACE_COLUMNS, rows });
}

/** BATCH_START down every link and one item stolen. */
function messageFrame({ step }: FakeMachine): ArrayBuffer {
  const down = Array.from({ length: LEAVES }, (_, leaf) => ({
    ...{ sender: 0, receiver: leaf + 1, count: 1, priority: 2 },
    type: MESSAGE_TYPES.indexOf('BATCH_START'),
  }));
  const stolen = {
    ...{ sender: 2, receiver: 1, count: 1, priority: 1 },
    type: MESSAGE_TYPES.indexOf('WORK_ACCEPT'),
  };
  const fields = [
    { bytes: 8, value: step * 10 },
    { bytes: 8, value: 33 },
    { bytes: 8, value: LEAVES + 1 },
  ] as const;
  return writeFrame({
    ...{ kind: 'messages', step, fields, layout: MESSAGE_COLUMNS },
    rows: [...down, stolen],
  });
}

function tokenFrame({ step, vocabulary }: FakeMachine): ArrayBuffer {
  const rows = firstPrimes(vocabulary).map((prime) => ({
    prime,
    thetaOffset: (prime * 2.399963) % (2 * Math.PI),
  }));
  return writeFrame({ kind: 'tokens', step, layout: TOKEN_COLUMNS, rows });
}

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n += 1) {
    if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  }
  return primes;
}
