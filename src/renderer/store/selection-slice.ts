import { create } from 'zustand';
import { change } from './history-slice.ts';
import type { UndoablePart } from './history-slice.ts';

/** One thing picked: a sphere by id, a boundary event by lattice index, a prime by its value and its index. */
export type Selection =
  | { readonly kind: 'sphere'; readonly id: number }
  | { readonly kind: 'event'; readonly n: number }
  | { readonly kind: 'prime'; readonly p: number; readonly k: number };

/** Several things at once; each list ascends and has nothing twice. */
export interface SelectedMany {
  readonly spheres: readonly number[];
  readonly events: readonly number[];
}

export interface SelectionState {
  /** What the inspector shows: the one thing picked, or the last one added. */
  readonly selected: Selection | undefined;
  /** Everything selected; `selected` is among it unless it is a prime. */
  readonly many: SelectedMany;
  readonly hovered: Selection | undefined;
  /** The expression that selected it, if one did. */
  readonly expression: string | undefined;
  /** Raised with every change of `many`: for readers outside React. */
  readonly version: number;
}

export type SelectMode = 'replace' | 'add' | 'remove';

const NOTHING: SelectedMany = { spheres: [], events: [] };
const CLEAR = { selected: undefined, many: NOTHING, expression: undefined } as const;

/** The selection, shared by scene, charts, tables and trace. */
export const useSelection = create<SelectionState>(() => ({
  ...CLEAR,
  hovered: undefined,
  version: 0,
}));

type Kept = Pick<SelectionState, 'selected' | 'many' | 'expression'>;

const PART: UndoablePart<Kept> = {
  get: () => {
    const { selected, many, expression } = useSelection.getState();
    return { selected, many, expression };
  },
  set: (kept) => useSelection.setState(({ version }) => ({ ...kept, version: version + 1 })),
};

/** Selects one thing alone, or nothing. */
export function select(selected: Selection | undefined): void {
  const now = useSelection.getState();
  if (sameSelection(now.selected, selected) && selectionSize(now) <= (selected ? 1 : 0)) return;
  change(PART, selected ? `Select ${nameOf(selected)}` : 'Deselect', {
    ...CLEAR,
    selected,
    many: manyOf(selected),
  });
}

/** Adds one thing to the selection, or takes it out when it is in. */
export function toggleSelected(item: Selection): void {
  const now = useSelection.getState();
  if (item.kind === 'prime') {
    select(item);
    return;
  }
  const inside = isSelected(now.many, item);
  const many = joined(now.many, manyOf(item), inside ? 'remove' : 'add');
  change(PART, `${inside ? 'Deselect' : 'Add'} ${nameOf(item)}`, {
    expression: undefined,
    many,
    selected: inside ? firstOf(many) : item,
  });
}

/** Selects many at once. */
export function selectMany(
  items: SelectedMany,
  mode: SelectMode = 'replace',
  expression?: string,
): void {
  const many = joined(useSelection.getState().many, items, mode);
  const count = many.spheres.length + many.events.length;
  change(PART, count > 0 ? `Select ${count.toLocaleString('en')}` : 'Deselect', {
    ...{ many, expression },
    selected: firstOf(many),
  });
}

/** Forgets the selection without a trace: what was selected belongs to another run. */
export function resetSelection(): void {
  useSelection.setState(({ version }) => ({ ...CLEAR, hovered: undefined, version: version + 1 }));
}

export function hover(hovered: Selection | undefined): void {
  if (!sameSelection(useSelection.getState().hovered, hovered)) useSelection.setState({ hovered });
}

/** Spheres and events selected; a prime counts as one. */
export function selectionSize({ selected, many }: Pick<Kept, 'selected' | 'many'>): number {
  return many.spheres.length + many.events.length + (selected?.kind === 'prime' ? 1 : 0);
}

export function isSelected({ spheres, events }: SelectedMany, item: Selection): boolean {
  if (item.kind === 'sphere') return holds(spheres, item.id);
  return item.kind === 'event' && holds(events, item.n);
}

export function sameSelection(a: Selection | undefined, b: Selection | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.kind === 'sphere') return b.kind === 'sphere' && a.id === b.id;
  if (a.kind === 'event') return b.kind === 'event' && a.n === b.n;
  return b.kind === 'prime' && a.p === b.p && a.k === b.k;
}

/** Whether an ascending list has the value. Binary search. */
export function holds(list: readonly number[], value: number): boolean {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return list[low] === value;
}

function manyOf(item: Selection | undefined): SelectedMany {
  if (item?.kind === 'sphere') return { spheres: [item.id], events: [] };
  if (item?.kind === 'event') return { spheres: [], events: [item.n] };
  return NOTHING;
}

function joined(before: SelectedMany, items: SelectedMany, mode: SelectMode): SelectedMany {
  return {
    spheres: joinedList(before.spheres, items.spheres, mode),
    events: joinedList(before.events, items.events, mode),
  };
}

function joinedList(
  before: readonly number[],
  items: readonly number[],
  mode: SelectMode,
): readonly number[] {
  if (mode === 'remove') {
    const out = new Set(items);
    return before.filter((value) => !out.has(value));
  }
  const all = mode === 'add' ? [...before, ...items] : [...items];
  return [...new Set(all)].sort((a, b) => a - b);
}

function firstOf({ spheres, events }: SelectedMany): Selection | undefined {
  if (spheres[0] !== undefined) return { kind: 'sphere', id: spheres[0] };
  return events[0] === undefined ? undefined : { kind: 'event', n: events[0] };
}

function nameOf(item: Selection): string {
  if (item.kind === 'sphere') return item.id === 0 ? 'the root' : `sphere ${item.id}`;
  return item.kind === 'event' ? `event ${item.n.toLocaleString('en')}` : `prime ${item.p}`;
}
