import { EventInspector } from './EventInspector.tsx';
import { RunSummaryPanel } from './RunSummaryPanel.tsx';
import { SphereInspector } from './SphereInspector.tsx';
import { Troubles } from './Troubles.tsx';
import { useSelection } from '../../store/selection-slice.ts';

/** What is selected; nothing: the run itself. */
export function Inspector() {
  const selected = useSelection((selection) => selection.selected);
  return (
    <>
      <Troubles />
      {!selected && <RunSummaryPanel />}
      {selected?.kind === 'sphere' && <SphereInspector key={selected.id} id={selected.id} />}
      {selected?.kind === 'event' && <EventInspector key={selected.n} n={selected.n} />}
    </>
  );
}
