import type { ReactNode } from 'react';
import { Filter } from 'lucide-react';
import { Button } from '../../ui/Button.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { ClipField } from './ClipField.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { RangeField } from './RangeField.tsx';
import { EVENT_KINDS } from '../../store/event-kind.ts';
import { SPHERE_STATES, sphereLevels } from '../../store/sphere-view.ts';
import { clearFilters, isFiltered, setFilter, useFilters } from '../../store/filter-slice.ts';
import type { Filters } from '../../store/filter-slice.ts';
import { setFiltersOpen, useTools } from '../../store/tool-slice.ts';
import { usePoll } from '../../lib/use-poll.ts';
import styles from './FilterPanel.module.css';

const GROUPS = Array.from({ length: 12 }, (_, group) => group);

/** What is drawn, by level, group, state, kind, loss, index, step and a clip plane. */
export function FilterPanel() {
  const filters = useFilters((state) => state.filters);
  const open = useTools((tools) => tools.filtersOpen);
  return (
    <Popover
      label={isFiltered(filters) ? 'Filters (on)' : 'Filters'}
      icon={<Filter />}
      active={isFiltered(filters)}
      open={open}
      onOpenChange={setFiltersOpen}
      width={332}
    >
      <FilterForm filters={filters} />
    </Popover>
  );
}

function FilterForm({ filters }: { readonly filters: Filters }) {
  const levels = usePoll(sphereLevels, 1_000);
  return (
    <div className={styles.form}>
      <header className={styles.header}>
        <h2 className={styles.title}>Filters</h2>
        <Button
          look="quiet"
          why={isFiltered(filters) ? undefined : 'No filter is on'}
          onPress={clearFilters}
        >
          Clear all
        </Button>
      </header>
      <Choice name="levels" label="Levels" all={range(levels)} chosen={filters.levels} />
      <Choice name="states" label="State" all={SPHERE_STATES} chosen={filters.states} />
      <Choice name="groups" label="Group" all={GROUPS} chosen={filters.groups} />
      <Choice name="kinds" label="Event kind" all={EVENT_KINDS} chosen={filters.kinds} />
      <RangeField name="loss" label="Event loss" unit="nats" range={filters.loss} />
      <RangeField name="n" label="Lattice index n" range={filters.n} />
      <RangeField name="steps" label="Trained in steps" range={filters.steps} />
      <ClipField clip={filters.clip} />
    </div>
  );
}

interface ChoiceProps<K extends keyof Filters, T> {
  readonly name: K;
  readonly label: string;
  readonly all: readonly T[];
  readonly chosen: readonly T[] | undefined;
}

/** Chips, of which none chosen means all. */
function Choice<K extends 'levels' | 'groups' | 'states' | 'kinds', T extends string | number>(
  props: ChoiceProps<K, T>,
) {
  const { name, label, all, chosen } = props;
  const toggle = (value: T): void => {
    const others = (chosen ?? []).filter((each) => each !== value);
    const next = chosen?.includes(value) ? others : [...others, value];
    setFilter(name, (next.length > 0 ? next : undefined) as Filters[K] | undefined);
  };
  return (
    <Row label={label}>
      <div className={styles.chips} role="group" aria-label={label}>
        {all.map((value) => (
          <Chip
            key={value}
            pressed={chosen?.includes(value) ?? false}
            label={`${label} ${value}`}
            onPress={() => toggle(value)}
          >
            {String(value).replace('-', ' ')}
          </Chip>
        ))}
      </div>
    </Row>
  );
}

function Row({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className={styles.row}>
      <span className={styles.label}>{label}</span>
      {children}
    </div>
  );
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => i);
}
