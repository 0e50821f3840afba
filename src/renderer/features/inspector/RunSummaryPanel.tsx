import { Fact, Facts } from '../../ui/Facts.tsx';
import { Panel } from '../../ui/Panel.tsx';
import {
  formatBytes,
  formatCount,
  formatFigure,
  formatNats,
  formatPercent,
  formatSpan,
} from '../../lib/format.ts';
import { sphereTotals } from '../../store/sphere-view.ts';
import { useMetrics } from '../../store/metrics-slice.ts';
import { usePoll } from '../../lib/use-poll.ts';
import { useRun } from '../../store/run-slice.ts';
import { useVerdict } from './use-verdict.ts';
import styles from './Inspector.module.css';

const POLL_MS = 500;

/** The run as a whole: what it trains, how well, and what its machine does. */
export function RunSummaryPanel() {
  const { config, corpus, parameters, runId } = useRun(({ status }) => status);
  const newest = useMetrics((metrics) => metrics.newest);
  const figures = useMetrics((metrics) => metrics.figures);
  const totals = usePoll(sphereTotals, POLL_MS);
  const verdict = useVerdict();
  if (!config) return null;
  const { model } = config;
  return (
    <Panel title="Run" aside={runId && <span className={styles.id}>{runId}</span>}>
      {verdict && <p className={styles.verdict}>{verdict}</p>}
      <Facts>
        {corpus && (
          <Fact name="Corpus">
            {corpus.name} <span className={styles.dim}>· {formatBytes(corpus.bytes)}</span>
          </Fact>
        )}
        <Fact name="Model">
          {model.blocks} blocks · {model.heads} heads · {model.width} wide
        </Fact>
        <Fact name="Parameters" figure>
          {formatCount(parameters)}
        </Fact>
        <Fact name="Tokens a step" figure>
          {config.batch} × {model.context} = {formatCount(config.batch * model.context)}
        </Fact>
        <Fact name="Step time" figure>
          {formatSpan(newest?.stepMs)}
        </Fact>
        <Fact name="Train loss" figure>
          {formatNats(newest?.lossNats)} nats
        </Fact>
        <Fact name="Gradient norm" figure>
          {formatFigure(newest?.gradientNorm)}
        </Fact>
        {figures && (
          <>
            <Fact name="Perplexity" figure>
              {formatFigure(figures.perplexity)}
            </Fact>
            <Fact name="Bits a byte" figure>
              {formatFigure(figures.bitsPerByte)}
            </Fact>
            <Fact name="Top-1 · top-5" figure>
              {formatPercent(figures.top1)} · {formatPercent(figures.top5)}
            </Fact>
            <Fact name="Calibration error" figure>
              {formatPercent(figures.calibrationError)}
            </Fact>
          </>
        )}
        {totals && (
          <>
            <Fact name="Spheres" figure>
              {formatCount(totals.spheres)} · {formatCount(totals.leaves)} leaves
            </Fact>
            <Fact name="Micro-batches" figure>
              {formatCount(totals.microBatches)} · {formatCount(totals.stolen)} stolen
            </Fact>
            <Fact name="Messages" figure>
              {formatCount(totals.messages)}
            </Fact>
          </>
        )}
      </Facts>
      <p className={styles.hint}>Click a sphere or an event in the lattice to look into it.</p>
    </Panel>
  );
}
