import { beginWork, endWork, useWorks, type WorkPurpose } from '../store/work-slice.ts';
import { callHost, failureMessage } from './host-call.ts';
import { notify } from '../store/notice-slice.ts';

/** Makes a long call that can be watched and cancelled; a newer one for the same purpose cancels it. */
export async function watchWork<T>(
  purpose: WorkPurpose,
  call: (workId: string) => Promise<T>,
): Promise<T> {
  const before = useWorks.getState()[purpose];
  if (before) void cancel(before.workId);
  const workId = crypto.getRandomValues(new Uint32Array(2)).join('-');
  beginWork(purpose, workId);
  try {
    return await call(workId);
  } finally {
    endWork(purpose, workId);
  }
}

/** Ends the work that is under way for a purpose; its call fails with `cancelled`. */
export async function cancelWork(purpose: WorkPurpose): Promise<void> {
  const work = useWorks.getState()[purpose];
  if (work) await cancel(work.workId);
}

async function cancel(workId: string): Promise<void> {
  try {
    await callHost('work.cancel', { workId });
  } catch (error) {
    notify({ level: 'error', title: 'The work goes on', message: failureMessage(error) });
  }
}
