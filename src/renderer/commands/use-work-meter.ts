import { cancelWork } from './work-commands.ts';
import { formatBytes, formatClock, formatCount } from '../lib/format.ts';
import { useWorks, type WorkPurpose } from '../store/work-slice.ts';
import { WORK_WORDS, type WorkProgress } from '../../shared/contract/work.ts';

/** What a WorkMeter shows of the work for a purpose; undefined while the host has told nothing of one. */
export function useWorkMeter(purpose: WorkPurpose) {
  const progress = useWorks((works) => works[purpose]?.progress);
  return (
    progress && {
      doing: WORK_WORDS[progress.part],
      figures: figuresOf(progress),
      fraction: progress.fraction,
      onCancel: () => void cancelWork(purpose),
    }
  );
}

function figuresOf({ done, total, unit, perSecond, etaSeconds }: WorkProgress): string {
  const amount = unit === 'bytes' ? formatBytes : formatCount;
  return [
    `${amount(done)} of ${amount(total)}`,
    ...(perSecond ? [`${amount(perSecond)}/s`] : []),
    ...(etaSeconds !== undefined ? [`${formatClock(etaSeconds)} left`] : []),
  ].join(' · ');
}
