import { useEffect, useState } from 'react';
import type { ScheduleCurve } from '../../../shared/contract/optimizer.ts';
import { fetchSchedule } from '../../commands/schedule-commands.ts';
import { draftOptimizer, draftProblems } from '../../store/run-draft.ts';
import { formatCount } from '../../lib/format.ts';
import { sketchPath } from './sketch-path.ts';
import { useDraft } from '../../store/draft-slice.ts';
import styles from './Setup.module.css';

const WIDTH = 240;
const HEIGHT = 44;
/** Typing goes on for as long as this. */
const CALM_MS = 200;

/** The learning rate over the run's steps, as the form has it now. */
export function ScheduleSketch() {
  const draft = useDraft((state) => state.draft);
  const [curve, setCurve] = useState<ScheduleCurve>();
  useEffect(() => {
    let current = true;
    const problems = draftProblems(draft);
    if (Object.keys(problems).length > 0) return undefined;
    const timer = setTimeout(() => {
      void fetchSchedule(draftOptimizer(draft), Number(draft.values.steps)).then((drawn) => {
        if (current) setCurve(drawn);
      });
    }, CALM_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [draft]);
  if (!curve || curve.step.length === 0) return null;
  const most = Math.max(...curve.learningRate);
  const last = curve.step.at(-1) ?? 0;
  return (
    <figure className={styles.sketch}>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Learning rate over ${formatCount(last)} steps, at most ${figure(most)}`}
      >
        <path d={sketchPath(curve, WIDTH, HEIGHT)} vectorEffect="non-scaling-stroke" />
      </svg>
      <figcaption>
        <span>{figure(most)}</span>
        <span>{formatCount(last)} steps</span>
      </figcaption>
    </figure>
  );
}

function figure(rate: number): string {
  return String(Number(rate.toPrecision(3)));
}
