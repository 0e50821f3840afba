import { formatCount, formatNats } from '../../lib/format.ts';
import { nearestRow } from './chart-data.ts';
import { useChartView } from './chart-view.ts';
import { useMetrics } from '../../store/metrics-slice.ts';
import type { MetricsColumns } from '../../store/metrics-columns.ts';
import styles from './charts.module.css';

/** The figures in the chart's header: those under the cursor, else the newest. */
export function LossReadout() {
  const cursorStep = useChartView((view) => view.cursorStep);
  const columns = useMetrics((metrics) => metrics.columns);
  const newest = useMetrics((metrics) => metrics.newest);
  const validation = useMetrics((metrics) => metrics.validation);
  const best = useMetrics((metrics) => metrics.bestValidation);
  if (!newest) return <p className={styles.readout}>nats a token</p>;
  const row = cursorStep === undefined ? undefined : nearestRow(columns, cursorStep);
  if (row === undefined) {
    return (
      <p className={styles.readout}>
        <Figure name="train" nats={newest.lossNats} accent />
        {validation && <Figure name="validation" nats={validation.lossNats} />}
        {best && <Figure name="best" nats={best.lossNats} />}
        <span className={styles.unit}>nats a token</span>
      </p>
    );
  }
  const measured = validationAtOrBefore(columns, row);
  return (
    <p className={styles.readout}>
      <span>
        step <b>{formatCount(columns.step[row])}</b>
      </span>
      <Figure name="train" nats={columns.lossNats[row]} accent />
      {measured !== undefined && (
        <span>
          validation <b>{formatNats(columns.validationLossNats[measured])}</b>
          {measured !== row && ` at ${formatCount(columns.step[measured])}`}
        </span>
      )}
    </p>
  );
}

function Figure(props: {
  readonly name: string;
  readonly nats: number | undefined;
  readonly accent?: boolean;
}) {
  return (
    <span>
      {props.name} <b data-accent={props.accent}>{formatNats(props.nats)}</b>
    </span>
  );
}

function validationAtOrBefore(columns: MetricsColumns, from: number): number | undefined {
  for (let row = from; row >= 0; row -= 1) {
    if (!Number.isNaN(columns.validationLossNats[row])) return row;
  }
  return undefined;
}
