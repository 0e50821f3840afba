import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { formatClock, formatCount, formatSi } from '../../lib/format.ts';
import { useRun } from '../../store/run-slice.ts';
import styles from './TopBar.module.css';

/** How far the run is, how fast, and how long it will take. */
export function RunProgress() {
  const { step, config, tokensPerSecond, etaSeconds } = useRun(({ status }) => status);
  if (!config) return null;
  return (
    <div className={styles.progress}>
      <div className={styles.figures}>
        <span>
          step <b>{formatCount(step)}</b> of {formatCount(config.steps)}
        </span>
        {tokensPerSecond !== undefined && (
          <span>
            <b>{formatSi(tokensPerSecond)}</b> tokens/s
            {etaSeconds !== undefined && (
              <>
                {' · '}
                <b>{formatClock(etaSeconds)}</b> left
              </>
            )}
          </span>
        )}
      </div>
      <ProgressBar label="Steps trained" value={step} max={config.steps} />
    </div>
  );
}
