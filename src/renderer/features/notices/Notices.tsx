import { useEffect } from 'react';
import { CircleAlert, CircleCheck, TriangleAlert, X } from 'lucide-react';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { dismissNotice, useNotices } from '../../store/notice-slice.ts';
import type { Notice } from '../../store/notice-slice.ts';
import styles from './Notices.module.css';

/** News goes by itself; trouble stays until it is dismissed. */
const NEWS_MS = 4_000;

const ICONS = { info: <CircleCheck />, warning: <TriangleAlert />, error: <CircleAlert /> };

/** What the user has to be told, at the stage's lower edge. */
export function Notices() {
  const notices = useNotices((state) => state.notices);
  return (
    <ol className={styles.notices} aria-label="Notices">
      {notices.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </ol>
  );
}

function NoticeCard({ notice }: { readonly notice: Notice }) {
  const { id, level, title, message } = notice;
  useEffect(() => {
    if (level !== 'info') return undefined;
    const timer = setTimeout(() => dismissNotice(id), NEWS_MS);
    return () => clearTimeout(timer);
  }, [id, level]);
  return (
    <li className={styles.notice} data-level={level}>
      {ICONS[level]}
      <div className={styles.words} role={level === 'info' ? 'status' : 'alert'}>
        <p className={styles.title}>{title}</p>
        {message && <p className={styles.message}>{message}</p>}
      </div>
      <div className={styles.tools}>
        {message && level !== 'info' && <CopyButton text={`${title}: ${message}`} />}
        <IconButton label="Dismiss" icon={<X />} onPress={() => dismissNotice(id)} />
      </div>
    </li>
  );
}
