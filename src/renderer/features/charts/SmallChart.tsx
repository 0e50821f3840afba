import { useMemo, useRef } from 'react';
import { Download } from 'lucide-react';
import { IconButton } from '../../ui/IconButton.tsx';
import { save } from './save-chart.ts';
import type { StepRange } from './chart-data.ts';
import { Plot } from '../../ui/Plot.tsx';
import type { PlotOptions } from '../../ui/Plot.tsx';
import { THEME_TOKENS } from '../../theme/tokens.ts';
import type { ThemeTokens } from '../../theme/tokens.ts';
import { baseOptions } from './plot-options.ts';
import { formatFigure } from '../../lib/format.ts';
import { nearestRow, paddedRange, rowsToDraw, valuesAt } from './chart-data.ts';
import { resetZoom, useChartView } from './chart-view.ts';
import { useMetrics } from '../../store/metrics-slice.ts';
import { useStepRange } from './use-step-range.ts';
import { useView } from '../../store/view-slice.ts';
import styles from './charts.module.css';

const BUCKETS = 400;

export interface SmallChartProps {
  readonly title: string;
  readonly column: 'learningRate' | 'gradientNorm' | 'stepMs';
  readonly colour: keyof ThemeTokens;
  readonly unit?: string;
}

/** Short enough for the axis: 0.5, 1e-3, 1,200. */
function formatTick(value: number): string {
  return formatFigure(value)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
}

/** One column of the metrics over steps. */
export function SmallChart({ title, column, colour, unit }: SmallChartProps) {
  const theme = useView((view) => view.theme);
  const columns = useMetrics((metrics) => metrics.columns);
  const version = useMetrics((metrics) => metrics.version);
  const cursorStep = useChartView((view) => view.cursorStep);
  const range = useStepRange();
  const data = useMemo(() => {
    const rows = rowsToDraw(columns, range, BUCKETS, columns[column]);
    return [rows.map((row) => columns.step[row] ?? 0), valuesAt(columns[column], rows)] as [
      number[],
      (number | null)[],
    ];
    // Columns change in place: the version tells.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [columns, version, range, column]);

  const drawn = useRef({ range, data });
  drawn.current = { range, data };
  const options = useMemo((): PlotOptions => {
    const tokens = THEME_TOKENS[theme];
    const base = baseOptions(
      tokens,
      () => [drawn.current.range.from, drawn.current.range.to],
      () => paddedRange([drawn.current.data[1]]) ?? [0, 1],
      (value) => (drawn.current.data[0].length > 0 ? formatTick(value) : ''),
      18,
    );
    return {
      ...base,
      series: [{}, { stroke: tokens[colour], width: 1.25, points: { show: false } }],
    };
  }, [theme, colour]);

  const row = cursorStep === undefined ? columns.rows - 1 : nearestRow(columns, cursorStep);
  const figure = row === undefined ? undefined : columns[column][row];
  return (
    <section className={styles.chart} aria-label={title}>
      <header className={styles.header}>
        <h2 className={styles.title}>{title}</h2>
        <p className={styles.readout}>
          {columns.rows > 0 && (
            <span>
              <b>{formatFigure(figure)}</b> {unit}
            </span>
          )}
        </p>
        <div className={styles.save}>
          <IconButton
            label={`Save ${title.toLowerCase()} as SVG`}
            icon={<Download />}
            onPress={() =>
              saveColumn({ title, colour, unit: unit ?? title.toLowerCase() }, range, data)
            }
          />
        </div>
      </header>
      <div className={styles.plot} onDoubleClick={resetZoom}>
        <Plot label={`${title} over steps`} options={options} data={data} />
      </div>
    </section>
  );
}

function saveColumn(
  { title, colour, unit }: Required<Pick<SmallChartProps, 'title' | 'colour' | 'unit'>>,
  { from, to }: StepRange,
  [steps, values]: readonly [number[], (number | null)[]],
): void {
  save(title.toLowerCase().replaceAll(' ', '-'), {
    ...{ title, yLabel: unit, yText: formatTick, references: [] },
    ...{ xRange: [from, to], yRange: paddedRange([values]) ?? [0, 1] },
    series: [
      { name: title.toLowerCase(), colour: THEME_TOKENS.light[colour], steps, values, width: 1.5 },
    ],
  });
}
