import { rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import type { CheckpointInfo, RunConfig } from '../../../shared/contract/run.ts';

type Rule = Pick<RunConfig, 'keepCheckpoints' | 'keepEverySteps'>;

/** The checkpoint of the lowest validation loss; undefined when none was measured. */
export function bestOf(checkpoints: readonly CheckpointInfo[]): CheckpointInfo | undefined {
  const measured = checkpoints.filter((one) => one.validationLossNats !== undefined);
  return measured.reduce<CheckpointInfo | undefined>((best, one) => {
    const better = (one.validationLossNats ?? Infinity) < (best?.validationLossNats ?? Infinity);
    return better ? one : best;
  }, undefined);
}

/** Those that the rule does not keep: neither among the newest, nor the best, nor at a multiple that is kept always. */
export function superseded(
  checkpoints: readonly CheckpointInfo[],
  { keepCheckpoints, keepEverySteps }: Rule,
): readonly CheckpointInfo[] {
  if (keepCheckpoints === 0) return [];
  const newestFirst = [...checkpoints].sort((a, b) => b.step - a.step);
  const best = bestOf(checkpoints);
  return newestFirst
    .slice(keepCheckpoints)
    .filter((one) => one !== best && (keepEverySteps === 0 || one.step % keepEverySteps !== 0));
}

/** Deletes what the rule does not keep and points `best` and `last` at theirs; returns what is left. */
export async function applyRetention(
  folder: string,
  checkpoints: readonly CheckpointInfo[],
  rule: Rule,
): Promise<readonly CheckpointInfo[]> {
  const dropped = new Set(superseded(checkpoints, rule));
  const kept = checkpoints.filter((one) => !dropped.has(one));
  const last = [...kept].sort((a, b) => a.step - b.step).at(-1);
  await point(folder, 'last', last);
  await point(folder, 'best', bestOf(kept));
  for (const { name } of dropped) await rm(path.join(folder, name), { force: true });
  return kept;
}

/** A relative link, replaced in one go; a file system without links has none. */
async function point(
  folder: string,
  name: 'best' | 'last',
  target: CheckpointInfo | undefined,
): Promise<void> {
  const link = path.join(folder, `${name}.safetensors`);
  if (!target) return;
  const fresh = `${link}.tmp`;
  await rm(fresh, { force: true });
  try {
    await symlink(target.name, fresh);
    await rename(fresh, link);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EPERM' && code !== 'ENOTSUP') throw error;
  }
}
