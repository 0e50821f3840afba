import { LIMITS } from '../../../shared/contract/limits.ts';
import type {
  CacheInfo,
  GroupAllocation,
  TopologyInfo,
} from '../../../shared/contract/topology.ts';
import { optionHelp, readCommandLine, UsageError } from '../../host/shell/command-line.ts';
import { COMMON } from '../common-options.ts';
import { bytes, listed, table } from '../format.ts';
import { noWords, withSession, type Command } from '../session.ts';

const OPTIONS = {
  threads: {
    kind: 'integer',
    ...LIMITS.threads,
    help: 'worker threads (default: one a processor)',
  },
  load: {
    kind: 'text',
    placeholder: 'costs',
    help: 'what each of the 12 groups costs, with commas between (default: alike)',
  },
  ...COMMON,
} as const;

const GROUPS = 12;

/** `crystalline topology`: what the machine is, and how the groups would be given to threads. */
export const topology: Command = {
  name: 'topology',
  summary: 'show processors, caches, memory nodes, and the groups given to threads',
  help: `Shows what the engine may run on: memory nodes, cores with their sibling threads, caches, the mask and the control
group the process was started with; and how each of five strategies gives the 12 symmetry groups to T threads.

Usage: crystalline topology [options]

${optionHelp(OPTIONS)}

BALANCE is the least load of a worker by the largest: 1 is even. The result of --json is the contract's TopologyInfo.
`,
  async run(args, context) {
    const { options, words } = readCommandLine(args, OPTIONS);
    noWords(words, 'topology');
    const load = options.load === undefined ? undefined : loadOf(options.load);
    return withSession(context, undefined, async (client) => {
      const result = await client.call('topology.read', {
        ...(options.threads !== undefined && { threads: options.threads }),
        ...(load && { load }),
      });
      if (!options.json) context.terminal.print(topologyText(result));
      return { code: 0, json: { result } };
    });
  },
};

/** '3,1,...' as 12 costs. Throws UsageError. */
function loadOf(text: string): readonly number[] {
  const { min, max } = LIMITS.groupLoad;
  const costs = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
  if (costs.length === GROUPS && costs.every((cost) => cost >= min && cost <= max)) return costs;
  throw new UsageError(
    `--load must be 12 numbers from ${min} to ${max} with commas between, as 3,1,1,1,1,1,1,1,1,1,1,1, not "${text}".`,
  );
}

export function topologyText(info: TopologyInfo): string {
  return [
    processors(info),
    table(['NODE', 'PROCESSORS', 'MEMORY'], info.nodes.map(nodeRow), new Set([0, 2])),
    info.caches.length === 0
      ? 'The system does not tell of caches.'
      : table(['CACHE', 'SIZE', 'SHARED BY'], cacheRows(info.caches), new Set([1])),
    allocations(info),
    workers(info),
  ].join('\n\n');
}

function processors({ cpus, cores, affinity, cgroupLimit }: TopologyInfo): string {
  const siblings = cores.filter((core) => core.length > 1).map((core) => listed(core));
  return [
    `Usable processors  ${listed(cpus)} (${cpus.length})`,
    `Start-up mask      ${affinity.length > 0 ? listed(affinity) : 'not told'}`,
    `Physical cores     ${cores.length}`,
    `Sibling threads    ${siblings.length > 0 ? siblings.join(' · ') : 'none: one thread a core'}`,
    `Control group      ${cgroupLimit === undefined ? 'no limit of time' : `${cgroupLimit} processors' worth of time`}`,
  ].join('\n');
}

function nodeRow({ id, cpus, memoryBytes }: TopologyInfo['nodes'][number]): string[] {
  return [String(id), listed(cpus), memoryBytes === undefined ? '–' : bytes(memoryBytes)];
}

/** Caches of one level, kind and size in one row. */
function cacheRows(caches: readonly CacheInfo[]): string[][] {
  const rows = new Map<string, { name: string; size: string; shared: string[] }>();
  for (const { level, instructions, sizeBytes, cpus } of caches) {
    const name = `L${level}${instructions ? 'i' : level === 1 ? 'd' : ''}`;
    const key = `${name} ${sizeBytes}`;
    const row = rows.get(key) ?? { name, size: bytes(sizeBytes), shared: [] };
    row.shared.push(listed(cpus));
    rows.set(key, row);
  }
  return [...rows.values()].map(({ name, size, shared }) => [name, size, shared.join(' · ')]);
}

function allocations({ threads, allocations: all }: TopologyInfo): string {
  const header = [`WORKER OF GROUP`, ...Array.from({ length: GROUPS }, (_, g) => String(g))];
  const given = all.filter((one) => 'workerOfGroup' in one);
  const refused = all.filter((one) => 'refused' in one);
  const right = new Set(Array.from({ length: GROUPS + 1 }, (_, i) => i + 1));
  return [
    `12 groups on ${threads} ${threads === 1 ? 'worker' : 'workers'}`,
    table([...header, 'BALANCE'], given.map(allocationRow), right),
    ...refused.map(({ strategy, refused: why }) => `${strategy}: ${why}`),
  ].join('\n');
}

function allocationRow(one: Extract<GroupAllocation, { readonly balance: number }>): string[] {
  return [one.strategy, ...one.workerOfGroup.map(String), one.balance.toFixed(3)];
}

/** Which processor each worker is pinned to. */
function workers({ threads, cpus, placement }: TopologyInfo): string {
  if (threads > cpus.length) {
    return `No worker is pinned: there are more (${threads}) than processors (${cpus.length}).`;
  }
  const pinned = placement.slice(0, threads).map((cpu, worker) => `${worker} → ${cpu}`);
  return `Worker → processor  ${pinned.join(' · ')}`;
}
