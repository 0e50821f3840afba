import { EventInspector } from './EventInspector.tsx';
import { HealthPanel } from './HealthPanel.tsx';
import { ManyInspector } from './ManyInspector.tsx';
import { PrimeInspector } from './PrimeInspector.tsx';
import { RunSummaryPanel } from './RunSummaryPanel.tsx';
import { SphereInspector } from './SphereInspector.tsx';
import { Troubles } from './Troubles.tsx';
import { useSelection } from '../../store/selection-slice.ts';

/** What is selected; nothing: the run itself. */
export function Inspector() {
  const selected = useSelection((selection) => selection.selected);
  const many = useSelection((selection) => selection.many);
  const expression = useSelection((selection) => selection.expression);
  const several = many.spheres.length + many.events.length > 1;
  return (
    <>
      <Troubles />
      {several && <ManyInspector many={many} expression={expression} />}
      {!selected && (
        <>
          <RunSummaryPanel />
          <HealthPanel />
        </>
      )}
      {selected?.kind === 'sphere' && <SphereInspector key={selected.id} id={selected.id} />}
      {selected?.kind === 'event' && <EventInspector key={selected.n} n={selected.n} />}
      {selected?.kind === 'prime' && (
        <PrimeInspector key={selected.p} p={selected.p} k={selected.k} />
      )}
    </>
  );
}
