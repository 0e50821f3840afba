import { ablation } from './commands/ablation.ts';
import { angle } from './commands/angle.ts';
import { branch } from './commands/branch.ts';
import { constants } from './commands/constants.ts';
import { evaluate } from './commands/eval.ts';
import { exportCommand } from './commands/export.ts';
import { factor } from './commands/factor.ts';
import { importCommand } from './commands/import.ts';
import { primes } from './commands/primes.ts';
import { resume } from './commands/resume.ts';
import { runs } from './commands/runs.ts';
import { sample } from './commands/sample.ts';
import { schedule } from './commands/schedule.ts';
import { serve } from './commands/serve.ts';
import { spheres } from './commands/spheres.ts';
import { step } from './commands/step.ts';
import { topology } from './commands/topology.ts';
import { train } from './commands/train.ts';
import { version } from './commands/version.ts';
import type { Command } from './session.ts';

/** Every command but `help`, which lists them. */
export const COMMANDS: readonly Command[] = [
  train,
  resume,
  step,
  branch,
  sample,
  runs,
  exportCommand,
  importCommand,
  schedule,
  ablation,
  primes,
  factor,
  angle,
  constants,
  evaluate,
  topology,
  spheres,
  serve,
  version,
];
