import { LIMITS } from '../../shared/contract/limits.ts';
import type { FaultConfig } from '../../shared/contract/run.ts';
import { UsageError } from '../host/shell/command-line.ts';

const FORM = /^(fail|hang|slow)@(\d+):(\d+)(?::(\d+))?$/;
/** Delay of `slow` without a number, in milliseconds. */
const DELAY_MS = 100;

interface Range {
  readonly min: number;
  readonly max: number;
}

/**
 * Reads `--inject`: faults separated by commas, each `kind@step:sphere`, with a number behind it: `fail@12:5:2` and
 * `hang@12:5:2` strike twice (once without), `slow@12:5:250` delays by 250 ms (by 100 without). Throws UsageError.
 */
export function readFaults(text: string): readonly FaultConfig[] {
  const words = text.split(',');
  if (words.length > LIMITS.faults) {
    throw new UsageError(`--inject takes at most ${LIMITS.faults} faults, not ${words.length}.`);
  }
  return words.map(readFault);
}

function readFault(word: string): FaultConfig {
  const [, kind, step, sphere, detail] = FORM.exec(word.trim()) ?? [];
  if (kind === undefined) {
    throw new UsageError(
      `--inject must be fail@STEP:SPHERE, hang@STEP:SPHERE or slow@STEP:SPHERE, each with :NUMBER or without, ` +
        `separated by commas; "${word}" is none of these.`,
    );
  }
  const within = (what: string, digits: string | undefined, range: Range, absent = range.min) => {
    const value = digits === undefined ? absent : Number(digits);
    if (value >= range.min && value <= range.max) return value;
    throw new UsageError(
      `--inject: ${what} in "${word}" must be from ${range.min} to ${range.max}, not ${digits}.`,
    );
  };
  const slow = kind === 'slow';
  return {
    kind: kind as FaultConfig['kind'],
    step: within('the step', step, LIMITS.steps),
    sphere: within('the sphere', sphere, { min: 0, max: LIMITS.spheres - 1 }),
    times: slow
      ? LIMITS.faultTimes.max
      : within('the number of strikes', detail, LIMITS.faultTimes),
    delayMs: slow ? within('the delay', detail, LIMITS.faultDelayMs, DELAY_MS) : 0,
  };
}
