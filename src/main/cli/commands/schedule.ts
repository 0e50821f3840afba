import { LIMITS } from '../../../shared/contract/limits.ts';
import type { ScheduleCurve } from '../../../shared/contract/optimizer.ts';
import { optionHelp, readCommandLine } from '../../host/shell/command-line.ts';
import { COMMON } from '../common-options.ts';
import { count } from '../format.ts';
import { SCHEDULE_OPTIONS, optimizerConfig } from '../optimizer-options.ts';
import { noWords, withSession, type Command } from '../session.ts';

const OPTIONS = {
  steps: { kind: 'integer', ...LIMITS.steps, help: 'steps of the run (default 2,000)' },
  ...SCHEDULE_OPTIONS,
  points: {
    kind: 'integer',
    ...LIMITS.schedulePoints,
    help: 'steps of the line of --json (default 200)',
  },
  ...COMMON,
} as const;

const STEPS = 2_000;
const POINTS = 200;
const COLUMNS = 64;
const ROWS = 12;

/** `crystalline schedule`: draws how the learning rate would move. */
export const schedule: Command = {
  name: 'schedule',
  summary: 'draw a learning-rate schedule before it is used',
  help: `Draws how the learning rate of a run would move; train takes the same options.

Usage: crystalline schedule [options]

${optionHelp(OPTIONS)}

The line of --json has step and learning_rate, two lists of one length. A plateau is drawn as if validation never
stopped improving.
`,
  async run(args, context) {
    const { options, words } = readCommandLine(args, OPTIONS);
    noWords(words, 'schedule');
    const steps = options.steps ?? STEPS;
    const optimizer = optimizerConfig(options, steps);
    return withSession(context, undefined, async (client) => {
      const curve = await client.call('run.schedule', {
        ...{ optimizer, steps, points: options.points ?? POINTS },
      });
      const drawn = await client.call('run.schedule', { optimizer, steps, points: COLUMNS });
      if (!options.json) for (const line of drawing(drawn)) context.terminal.print(line);
      return { code: 0, json: { step: curve.step, learning_rate: curve.learningRate } };
    });
  },
};

/** The curve as bars of characters, with its extremes at the left and its steps below. */
export function drawing({ step, learningRate }: ScheduleCurve): readonly string[] {
  const most = Math.max(...learningRate);
  const heights = learningRate.map((rate) => (most > 0 ? (rate / most) * ROWS : 0));
  const rows = Array.from({ length: ROWS }, (_, index) => {
    const floor = ROWS - 1 - index;
    const label = index === 0 ? figure(most) : index === ROWS - 1 ? '0' : '';
    return `${label.padStart(9)} ${heights.map((height) => bar(height - floor)).join('')}`;
  });
  const last = count(step.at(-1) ?? 0);
  const axis = `${' '.repeat(10)}1${last.padStart(Math.max(1, heights.length - 1))}`;
  return [...rows.map((row) => row.trimEnd()), axis];
}

/** A column's character for how far it fills its row. */
function bar(height: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, height)) * 8);
  return ' ▁▂▃▄▅▆▇█'[eighths] ?? ' ';
}

function figure(rate: number): string {
  return String(Number(rate.toPrecision(3)));
}
