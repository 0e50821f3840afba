import { ChevronRight } from 'lucide-react';
import { formatNats } from '../../lib/format.ts';
import { sphereView } from '../../store/sphere-view.ts';
import styles from './Outline.module.css';

/** Pixels; the list is cut to the rows on the screen by it. */
export const ROW_HEIGHT = 22;

export interface OutlineRowProps {
  readonly id: number;
  /** Place in the list, from 0. */
  readonly row: number;
  /** 1 is the root. */
  readonly level: number;
  readonly siblings: { readonly place: number; readonly count: number };
  /** Undefined: it has no children. */
  readonly open: boolean | undefined;
  readonly selected: boolean;
  readonly focused: boolean;
  readonly onOpen: () => void;
  readonly onSelect: (adds: boolean) => void;
}

/** One sphere: its name under its parent's, and its newest figures. */
export function OutlineRow(props: OutlineRowProps) {
  const { id, row, level, siblings, open, selected, focused } = props;
  const view = sphereView(id);
  const waiting =
    view && view.inbox.critical + view.inbox.high + view.inbox.normal + view.inbox.low;
  return (
    <div
      id={`outline-${id}`}
      role="row"
      className={styles.row}
      style={{ transform: `translateY(${row * ROW_HEIGHT}px)` }}
      aria-rowindex={row + 2}
      aria-level={level}
      aria-posinset={siblings.place}
      aria-setsize={siblings.count}
      aria-expanded={open}
      aria-selected={selected}
      data-focused={focused}
      onClick={(event) => props.onSelect(event.shiftKey || event.ctrlKey || event.metaKey)}
    >
      <span
        role="gridcell"
        className={styles.name}
        style={{ paddingLeft: (level - 1) * 14 }}
        data-leaf={open === undefined}
      >
        {open !== undefined && (
          <ChevronRight
            className={styles.twig}
            data-open={open}
            aria-hidden="true"
            onClick={(event) => {
              event.stopPropagation();
              props.onOpen();
            }}
          />
        )}
        {id === 0 ? 'Root' : `Sphere ${id}`}
      </span>
      <span role="gridcell" className={styles.state} data-state={view?.state}>
        {view?.state ?? '–'}
      </span>
      <span role="gridcell">{view ? `${Math.round(view.utilization * 100)} %` : '–'}</span>
      <span role="gridcell">{formatNats(view?.lossNats)}</span>
      <span role="gridcell">{waiting ?? '–'}</span>
    </div>
  );
}
