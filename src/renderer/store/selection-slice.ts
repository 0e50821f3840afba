import { create } from 'zustand';

/** What the user picked: a sphere by id, or a boundary event by lattice index. */
export type Selection =
  { readonly kind: 'sphere'; readonly id: number } | { readonly kind: 'event'; readonly n: number };

export interface SelectionState {
  readonly selected: Selection | undefined;
  readonly hovered: Selection | undefined;
}

/** The selection, shared by scene and panels. */
export const useSelection = create<SelectionState>(() => ({
  selected: undefined,
  hovered: undefined,
}));

export function select(selected: Selection | undefined): void {
  if (!sameSelection(useSelection.getState().selected, selected))
    useSelection.setState({ selected });
}

export function hover(hovered: Selection | undefined): void {
  if (!sameSelection(useSelection.getState().hovered, hovered)) useSelection.setState({ hovered });
}

export function sameSelection(a: Selection | undefined, b: Selection | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.kind === 'sphere') return b.kind === 'sphere' && a.id === b.id;
  return b.kind === 'event' && a.n === b.n;
}
