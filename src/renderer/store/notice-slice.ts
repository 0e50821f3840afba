import { create } from 'zustand';

export interface Notice {
  readonly id: number;
  readonly level: 'info' | 'warning' | 'error';
  readonly title: string;
  /** The host's own words, copyable. */
  readonly message?: string;
}

/** Notices shown at once; older ones go. */
const NOTICES_SHOWN = 4;

/** Things to tell the user that belong to no panel. */
export const useNotices = create<{ readonly notices: readonly Notice[] }>(() => ({ notices: [] }));

let newestId = 0;

/** Shows a notice; the same words shown already are not said twice. */
export function notify(notice: Omit<Notice, 'id'>): void {
  const { notices } = useNotices.getState();
  const said = notices.some((n) => n.title === notice.title && n.message === notice.message);
  if (said) return;
  newestId += 1;
  const next = [...notices, { ...notice, id: newestId }];
  useNotices.setState({ notices: next.slice(-NOTICES_SHOWN) });
}

/** Takes back the notices whose message has these words: another place says them now. */
export function dismissSaid(words: string): void {
  useNotices.setState(({ notices }) => {
    const kept = notices.filter(({ message }) => !message?.includes(words));
    return kept.length === notices.length ? {} : { notices: kept };
  });
}

export function dismissNotice(id: number): void {
  useNotices.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
}
