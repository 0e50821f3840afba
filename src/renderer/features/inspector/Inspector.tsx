import { EventInspector } from './EventInspector.tsx';
import { RunSummaryPanel } from './RunSummaryPanel.tsx';
import { SphereInspector } from './SphereInspector.tsx';
import { useSelection } from '../../store/selection-slice.ts';

/** What is selected; nothing: the run itself. */
export function Inspector() {
  const selected = useSelection((selection) => selection.selected);
  if (!selected) return <RunSummaryPanel />;
  return selected.kind === 'sphere' ? (
    <SphereInspector key={selected.id} id={selected.id} />
  ) : (
    <EventInspector key={selected.n} n={selected.n} />
  );
}
