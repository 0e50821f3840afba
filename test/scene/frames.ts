import { EVENT_COLUMNS } from '../../src/shared/frames/event-frame.ts';
import { SPHERE_COLUMNS, SPHERE_STATES } from '../../src/shared/frames/sphere-frame.ts';
import type { SphereState } from '../../src/shared/frames/sphere-frame.ts';
import { TOKEN_COLUMNS } from '../../src/shared/frames/token-frame.ts';
import { writeFrame } from '../helpers/write-frame.ts';

export interface SphereInput {
  readonly state?: SphereState;
  readonly worker?: number;
  readonly utilization?: number;
  readonly stolenTo?: number;
  readonly queuedItems?: number;
  readonly inboxNormal?: number;
  readonly microBatches?: number;
  readonly gradientNorm?: number;
  readonly lossNats?: number;
  readonly group?: number;
  readonly parent?: number;
}

/** Spheres of a full tree: 1 + 12 + ... + 12^depth. */
export function treeSize(depth: number): number {
  return (12 ** (depth + 1) - 1) / 11;
}

/** Parent and group of each sphere of a full tree, level by level. */
export function fullTree(depth: number): { parent: number; group: number }[] {
  return Array.from({ length: treeSize(depth) }, (_, id) =>
    id === 0
      ? { parent: -1, group: 255 }
      : { parent: Math.floor((id - 1) / 12), group: (id - 1) % 12 },
  );
}

/** A frame of a full tree; `overrides` by sphere id. */
export function sphereFrame(
  depth: number,
  overrides: Readonly<Record<number, SphereInput>> = {},
  step = 1,
): ArrayBuffer {
  const rows = fullTree(depth).map((place, id) => {
    const { state = 'idle', parent = place.parent, ...rest } = overrides[id] ?? {};
    return {
      group: place.group,
      worker: 255,
      ...rest,
      level: levelOf(id),
      parent: parent < 0 ? 0xffff_ffff : parent,
      state: SPHERE_STATES.indexOf(state),
    };
  });
  const fields = [{ bytes: 8, value: 0 }] as const;
  return writeFrame({ kind: 'spheres', step, fields, layout: SPHERE_COLUMNS, rows });
}

/** Level of a sphere of a full tree. */
function levelOf(id: number): number {
  return id === 0 ? 0 : 1 + levelOf(Math.floor((id - 1) / 12));
}

export function eventFrame(firstN: number, losses: readonly number[]): ArrayBuffer {
  const fields = [
    { bytes: 8, value: firstN },
    { bytes: 4, value: 12 },
    { bytes: 4, value: 64 },
  ] as const;
  const rows = losses.map((loss, index) => ({ token: index % 7, loss }));
  return writeFrame({ kind: 'events', step: 1, fields, layout: EVENT_COLUMNS, rows });
}

export function tokenFrame(offsets: readonly number[]): ArrayBuffer {
  const rows = offsets.map((thetaOffset, token) => ({ prime: token + 2, thetaOffset }));
  return writeFrame({ kind: 'tokens', step: 0, layout: TOKEN_COLUMNS, rows });
}
