import { ExpressionError } from '../store/expression/expression-error.ts';
import { eventTable } from '../store/event-table.ts';
import { newestFrames } from '../store/newest-frames.ts';
import { readExpression } from '../store/expression/expression.ts';
import type { Expression } from '../store/expression/expression.ts';
import { select, selectMany, useSelection } from '../store/selection-slice.ts';
import type { SelectMode, SelectedMany } from '../store/selection-slice.ts';
import { sphereTable } from '../store/sphere-table.ts';

/** What an expression selected, or what is wrong with it. */
export type ExpressionAnswer =
  | { readonly kind: 'selected'; readonly count: number; readonly target: Expression['target'] }
  | {
      readonly kind: 'problem';
      readonly message: string;
      /** From 1; the characters that are wrong. */
      readonly column: number;
      readonly length: number;
    };

/** Selects what fulfils an expression now. */
export function selectByExpression(source: string, mode: SelectMode = 'replace'): ExpressionAnswer {
  try {
    const expression = readExpression(source);
    const found = matching(expression);
    selectMany(found, mode, mode === 'replace' ? source.trim() : undefined);
    const count = found.spheres.length + found.events.length;
    return { kind: 'selected', count, target: expression.target };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const { message, column, length } = error;
    return { kind: 'problem', message, column, length };
  }
}

/** Spheres or events of the newest frames that fulfil an expression. */
export function matching(expression: Expression): SelectedMany {
  if (expression.target === 'spheres') {
    const table = sphereTable();
    if (!table) return { spheres: [], events: [] };
    const test = expression.bind(table.fields);
    return { spheres: range(0, table.count - 1).filter(test), events: [] };
  }
  const { oldestN, newestN } = newestFrames.events;
  if (newestN === 0) return { spheres: [], events: [] };
  return { spheres: [], events: range(oldestN, newestN).filter(expression.bind(eventTable())) };
}

/** Selects every sphere. */
export function selectAllSpheres(): void {
  selectMany({ spheres: range(0, newestFrames.spheres.rows - 1), events: [] });
}

/** Selects the spheres that are not selected, instead of those that are. */
export function invertSpheres(): void {
  const chosen = new Set(useSelection.getState().many.spheres);
  const rest = range(0, newestFrames.spheres.rows - 1).filter((id) => !chosen.has(id));
  selectMany({ spheres: rest, events: [] });
}

/** Selects the selected spheres together with everything below them. */
export function selectSubtrees(): void {
  const fields = sphereTable()?.fields;
  const { many } = useSelection.getState();
  if (!fields || many.spheres.length === 0) return;
  const inside = new Set(many.spheres);
  const all = range(0, newestFrames.spheres.rows - 1);
  // Parents come before their children.
  for (const id of all) if (inside.has(fields['parent']?.(id) as number)) inside.add(id);
  selectMany({ spheres: [...inside], events: many.events });
}

export function deselect(): void {
  select(undefined);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
}
