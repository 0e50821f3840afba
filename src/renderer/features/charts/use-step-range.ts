import { useMemo } from 'react';
import type { StepRange } from './chart-data.ts';
import { useChartView } from './chart-view.ts';
import { useDraft } from '../../store/draft-slice.ts';
import { useMetrics } from '../../store/metrics-slice.ts';
import { useRun } from '../../store/run-slice.ts';

/** Steps the charts show: the zoom, else the whole run from its first step to its last planned one. */
export function useStepRange(): StepRange {
  const zoom = useChartView((view) => view.zoom);
  const planned = useRun(({ status }) => status.config?.steps);
  const drafted = useDraft(({ draft }) => Number(draft.values.steps));
  const trained = useMetrics(({ newest }) => newest?.step ?? 0);
  const end = Math.max(
    planned ?? (Number.isFinite(drafted) ? drafted : 0),
    planned ? 0 : trained,
    1,
  );
  return useMemo(() => zoom ?? { from: 0, to: end }, [zoom, end]);
}
