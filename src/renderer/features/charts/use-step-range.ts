import { useMemo } from 'react';
import type { StepRange } from './chart-data.ts';
import { useChartView } from './chart-view.ts';
import { useDraft } from '../../store/draft-slice.ts';
import { useMetrics } from '../../store/metrics-slice.ts';
import { useOverlays } from '../../store/overlays-slice.ts';
import { useRun } from '../../store/run-slice.ts';

/** Fewest steps that charts following a run show. */
const FEWEST = 20;

/** Steps the charts show: the zoom, else from the first step to the last trained one, or to the last planned one. */
export function useStepRange(): StepRange {
  const zoom = useChartView((view) => view.zoom);
  const all = useChartView((view) => view.planned);
  const planned = useRun(({ status }) => status.config?.steps);
  const drafted = useDraft(({ draft }) => Number(draft.values.steps));
  const trained = useMetrics(({ newest }) => newest?.step ?? 0);
  const compared = useOverlays(({ overlays }) =>
    Math.max(0, ...overlays.map(({ columns }) => columns.step[columns.rows - 1] ?? 0)),
  );
  const plan = planned ?? (Number.isFinite(drafted) ? drafted : 0);
  const reached = Math.max(trained, compared);
  const end = lastStepShown(reached, Math.max(plan, planned ? 0 : trained, 1), all);
  return useMemo(() => zoom ?? { from: 0, to: end }, [zoom, end]);
}

/** The right end: the plan, or a round step a little beyond what is reached, so that the picture moves seldom. */
export function lastStepShown(reached: number, plan: number, all: boolean): number {
  if (all || reached === 0) return plan;
  const unit = 10 ** Math.floor(Math.log10(Math.max(reached, FEWEST)) - 0.7);
  const round = Math.ceil((reached * 1.05) / unit) * unit;
  return Math.min(plan, Math.max(FEWEST, Math.ceil(round)));
}
