import { LIMITS } from '../../../shared/contract/limits.ts';
import {
  STRATEGIES,
  type SpherePlace,
  type TreeCensus,
} from '../../../shared/contract/topology.ts';
import { optionHelp, readCommandLine } from '../../host/shell/command-line.ts';
import { COMMON } from '../common-options.ts';
import { bytes, count, table } from '../format.ts';
import { noWords, withSession, type Command } from '../session.ts';

const OPTIONS = {
  depth: { kind: 'integer', ...LIMITS.depth, help: 'levels below the root (default 1)' },
  threads: {
    kind: 'integer',
    ...LIMITS.threads,
    help: 'workers that share the spheres (default: one a processor)',
  },
  strategy: {
    kind: 'choice',
    choices: STRATEGIES,
    help: 'how groups are given to workers (default grouped)',
  },
  ...COMMON,
} as const;

/** `crystalline spheres`: builds a tree, checks it, and says what it is. */
export const spheres: Command = {
  name: 'spheres',
  summary: 'build a tree of spheres, check its links, and count it',
  help: `Builds the full tree of spheres of a depth, checks every link, counts its levels, groups and workers, and drops it.

Usage: crystalline spheres [options]

${optionHelp(OPTIONS)}

A tree of depth 1, 2, 3, 4 has 13, 157, 1,885, 22,621 spheres. The result of --json is the contract's TreeCensus. A tree
that is not sound ends with exit code 1.
`,
  async run(args, context) {
    const { options, words } = readCommandLine(args, OPTIONS);
    noWords(words, 'spheres');
    const { depth = 1, threads, strategy } = options;
    return withSession(context, undefined, async (client) => {
      const result = await client.call('spheres.build', {
        depth,
        ...(threads !== undefined && { threads }),
        ...(strategy !== undefined && { strategy }),
      });
      if (!options.json) context.terminal.print(censusText(result));
      return { code: result.fault === undefined ? 0 : 1, json: { result } };
    });
  },
};

export function censusText(census: TreeCensus): string {
  const { ofLevel, ofWorker, threads, strategy } = census;
  const levels = ofLevel.map((spheres, level) => [
    ...[String(level), count(spheres)],
    level === 0 ? 'root' : level === census.depth ? 'leaves' : 'parents',
  ]);
  const workers = ofWorker.map((place, worker) => [String(worker), ...figures(place)]);
  return [
    summary(census),
    table(['LEVEL', 'SPHERES', 'WHICH ARE'], levels, new Set([0, 1])),
    table(['GROUP', 'WORKER', 'SPHERES', 'LEAVES'], groupRows(census), new Set([0, 1, 2, 3])),
    `${threads} ${threads === 1 ? 'worker' : 'workers'}, ${strategy}`,
    table(['WORKER', 'SPHERES', 'LEAVES'], workers, new Set([0, 1, 2])),
  ].join('\n\n');
}

function summary(census: TreeCensus): string {
  const { depth, fault, validateMs } = census;
  return [
    `Depth ${depth}: ${count(census.spheres)} spheres, ${count(census.leaves)} of them leaves`,
    fault === undefined
      ? `Sound: every link, level and leaf number agrees (checked in ${ms(validateMs)})`
      : `NOT SOUND: ${fault}`,
    `Built in ${ms(census.buildMs)}; ${bytes(census.memoryBytes)} of memory, ${count(census.sphereBytes)} bytes a sphere`,
  ].join('\n');
}

/** With more workers than groups, those of a group share its second level. */
function groupRows({ ofGroup, workerOfGroup, threads }: TreeCensus): string[][] {
  return ofGroup.map((place, group) => {
    const first = workerOfGroup[group] ?? 0;
    const shared = threads > first + ofGroup.length ? '+' : '';
    return [String(group), `${first}${shared}`, ...figures(place)];
  });
}

function figures({ spheres, leaves }: SpherePlace): string[] {
  return [count(spheres), count(leaves)];
}

function ms(milliseconds: number): string {
  return `${milliseconds.toPrecision(3)} ms`;
}
