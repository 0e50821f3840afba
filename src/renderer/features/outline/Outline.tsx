import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { X } from 'lucide-react';
import { IconButton } from '../../ui/IconButton.tsx';
import { OutlineRow, ROW_HEIGHT } from './OutlineRow.tsx';
import { ancestorsOf, childrenOf, openRows, treeIndex } from '../../store/tree-rows.ts';
import { formatCount } from '../../lib/format.ts';
import { outlineMove } from './outline-keys.ts';
import {
  isSelected,
  select,
  selectMany,
  toggleSelected,
  useSelection,
} from '../../store/selection-slice.ts';
import { toggleOutline } from '../../store/tool-slice.ts';
import { usePoll } from '../../lib/use-poll.ts';
import styles from './Outline.module.css';

const POLL_MS = 300;
/** Rows drawn beyond the edges. */
const AROUND = 6;
const COLUMNS = ['Sphere', 'State', 'Load', 'Loss', 'Inbox'] as const;

/** The tree of spheres as a table that can be walked by keyboard and read aloud; the same selection as the stage. */
export function Outline() {
  const tree = usePoll(treeIndex, POLL_MS);
  usePoll(readClock, POLL_MS); // figures change without the tree
  const [open, setOpen] = useState<ReadonlySet<number>>(() => new Set([0]));
  const rows = useMemo(() => openRows(tree, open), [tree, open]);
  const many = useSelection((selection) => selection.many);
  const selected = useSelection((selection) => selection.selected);
  const [focused, setFocused] = useState(0);
  const { box, top, height, reveal } = useWindow();
  const focusedRow = useRef(focused);
  focusedRow.current = focused;
  const chosen = useMemo(() => new Set(many.spheres), [many]);

  const selectedId = selected?.kind === 'sphere' ? selected.id : undefined;
  useEffect(() => {
    // A row that is selected itself keeps the focus: the selection may have grown from here.
    if (selectedId === undefined || isSphereSelected(focusedRow.current)) return;
    setFocused(selectedId);
    const above = ancestorsOf(tree, selectedId);
    setOpen((before) =>
      above.every((id) => before.has(id)) ? before : new Set([...before, ...above]),
    );
  }, [selectedId, tree]);

  const at = Math.max(0, rows.indexOf(focused));
  useEffect(() => reveal(at), [at, reveal]);

  const press = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const page = Math.max(1, Math.floor(height / ROW_HEIGHT) - 1);
    if (event.key === ' ' || event.key === 'Enter') {
      if (event.shiftKey) toggleSelected({ kind: 'sphere', id: focused });
      else select({ kind: 'sphere', id: focused });
    } else {
      const move = outlineMove(event.key, { tree, rows, open, at, page });
      if (!move) return;
      if (move.kind === 'row') walk(at, move.row, event.shiftKey);
      else if (move.kind === 'close') setOpen(without(open, move.id));
      else setOpen(new Set([...open, ...(move.kind === 'open' ? [move.id] : move.ids)]));
    }
    event.preventDefault();
    event.stopPropagation();
  };
  /** Shift takes the rows on the way into the selection. */
  const walk = (from: number, to: number, extends_: boolean): void => {
    setFocused(rows[to] ?? 0);
    if (!extends_) return;
    const way = rows.subarray(Math.min(from, to), Math.max(from, to) + 1);
    selectMany({ spheres: [...way], events: [] }, 'add');
  };

  const first = Math.max(0, Math.floor(top / ROW_HEIGHT) - AROUND);
  const last = Math.min(rows.length, Math.ceil((top + height) / ROW_HEIGHT) + AROUND);
  const shown = [...rows.subarray(first, last)];
  if (at < first || at >= last) shown.push(focused); // the active row is always there to be read
  return (
    <section className={styles.outline} aria-label="Outline">
      <header className={styles.header}>
        <h2 className={styles.title}>Spheres</h2>
        <span className={styles.count}>
          {formatCount(tree.count)}
          {many.spheres.length > 0 && ` · ${formatCount(many.spheres.length)} selected`}
        </span>
        <IconButton label="Close the outline" icon={<X />} onPress={toggleOutline} />
      </header>
      {tree.count === 0 ? (
        <p className={styles.none}>The spheres of a run will stand here. Start one to see them.</p>
      ) : (
        <div
          ref={box}
          className={styles.grid}
          role="treegrid"
          tabIndex={0}
          aria-label="Tree of spheres"
          aria-rowcount={rows.length + 1}
          aria-colcount={COLUMNS.length}
          aria-multiselectable="true"
          aria-activedescendant={`outline-${focused}`}
          onKeyDown={press}
        >
          <div className={styles.columns} role="row" aria-rowindex={1}>
            {COLUMNS.map((name) => (
              <span key={name} role="columnheader">
                {name}
              </span>
            ))}
          </div>
          <div role="rowgroup" className={styles.body} style={{ height: rows.length * ROW_HEIGHT }}>
            {shown.map((id, i) => {
              const row = i + first < last ? i + first : at;
              return (
                <OutlineRow
                  key={id}
                  id={id}
                  row={row}
                  level={(tree.levels[id] ?? 0) + 1}
                  siblings={siblingsOf(id)}
                  open={childrenOf(tree, id).length > 0 ? open.has(id) : undefined}
                  selected={chosen.has(id)}
                  focused={id === focused}
                  onOpen={() => setOpen(open.has(id) ? without(open, id) : new Set([...open, id]))}
                  onSelect={(adds) => {
                    setFocused(id);
                    if (adds) toggleSelected({ kind: 'sphere', id });
                    else select({ kind: 'sphere', id });
                  }}
                />
              );
            })}
          </div>
        </div>
      )}
    </section>
  );

  function siblingsOf(id: number): { readonly place: number; readonly count: number } {
    const parent = tree.parents[id] ?? -1;
    if (parent < 0) return { place: 1, count: 1 };
    const siblings = childrenOf(tree, parent);
    return { place: siblings.indexOf(id) + 1, count: siblings.length };
  }
}

const readClock = (): number => Math.floor(performance.now() / POLL_MS);

function isSphereSelected(id: number): boolean {
  return isSelected(useSelection.getState().many, { kind: 'sphere', id });
}

function without(open: ReadonlySet<number>, id: number): ReadonlySet<number> {
  const next = new Set(open);
  next.delete(id);
  return next;
}

/** The part of a long list that is on the screen, and how to bring a row into it. */
function useWindow() {
  const box = useRef<HTMLDivElement | null>(null);
  const [view, setView] = useState({ top: 0, height: 400 });
  const watch = useCallback((element: HTMLDivElement | null) => {
    box.current = element;
    if (!element) return undefined;
    const read = (): void => setView({ top: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(read);
    observer.observe(element);
    element.addEventListener('scroll', read, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', read);
    };
  }, []);
  const reveal = useCallback((row: number) => {
    const element = box.current;
    if (!element) return;
    const [from, room] = [row * ROW_HEIGHT, element.clientHeight - ROW_HEIGHT];
    if (from < element.scrollTop) element.scrollTop = from;
    else if (from + ROW_HEIGHT > element.scrollTop + room)
      element.scrollTop = from + ROW_HEIGHT - room;
  }, []);
  return { box: watch, ...view, reveal };
}
