import { childrenOf } from '../../store/tree-rows.ts';
import type { TreeIndex } from '../../store/tree-rows.ts';

/** What the keyboard walks over. */
export interface OutlineState {
  readonly tree: TreeIndex;
  readonly rows: Uint32Array;
  readonly open: ReadonlySet<number>;
  /** Row with the focus. */
  readonly at: number;
  /** Rows that fit on the screen. */
  readonly page: number;
}

/** Where a key leads: another row, or a sphere to open or close. */
export type OutlineMove =
  | { readonly kind: 'row'; readonly row: number }
  | { readonly kind: 'open'; readonly id: number }
  | { readonly kind: 'close'; readonly id: number }
  | { readonly kind: 'open-siblings'; readonly ids: readonly number[] };

/** A tree-grid's keys (WAI-ARIA practices): arrows walk and open, Home, End, Page keys jump, * opens all siblings. */
export function outlineMove(key: string, state: OutlineState): OutlineMove | undefined {
  const { tree, rows, open, at, page } = state;
  const last = rows.length - 1;
  const id = rows[at] ?? 0;
  const row = (to: number): OutlineMove => ({ kind: 'row', row: Math.min(last, Math.max(0, to)) });
  const leaf = childrenOf(tree, id).length === 0;
  switch (key) {
    case 'ArrowDown':
      return row(at + 1);
    case 'ArrowUp':
      return row(at - 1);
    case 'Home':
      return row(0);
    case 'End':
      return row(last);
    case 'PageDown':
      return row(at + page);
    case 'PageUp':
      return row(at - page);
    case 'ArrowRight':
      if (leaf) return undefined;
      return open.has(id) ? row(at + 1) : { kind: 'open', id };
    case 'ArrowLeft':
      if (!leaf && open.has(id)) return { kind: 'close', id };
      return row(rows.indexOf(tree.parents[id] ?? 0));
    case '*':
      return { kind: 'open-siblings', ids: [...childrenOf(tree, tree.parents[id] ?? -1)] };
    default:
      return undefined;
  }
}
