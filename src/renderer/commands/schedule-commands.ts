import { callHost } from './host-call.ts';
import type { OptimizerConfig, ScheduleCurve } from '../../shared/contract/optimizer.ts';

/** Points that a schedule is sketched with. */
const POINTS = 160;

/** How the learning rate of a run would move; undefined when the host cannot tell. */
export async function fetchSchedule(
  optimizer: OptimizerConfig,
  steps: number,
): Promise<ScheduleCurve | undefined> {
  try {
    return (await callHost('run.schedule', { optimizer, steps, points: POINTS })) ?? undefined;
  } catch {
    return undefined; // the form's own problems stand beside its fields
  }
}
