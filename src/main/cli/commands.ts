import { resume } from './commands/resume.ts';
import { runs } from './commands/runs.ts';
import { sample } from './commands/sample.ts';
import { serve } from './commands/serve.ts';
import { train } from './commands/train.ts';
import { version } from './commands/version.ts';
import type { Command } from './session.ts';

/** Every command but `help`, which lists them. */
export const COMMANDS: readonly Command[] = [train, resume, sample, runs, serve, version];
