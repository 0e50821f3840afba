import { ProductMark } from './ProductMark.tsx';
import { RunProgress } from './RunProgress.tsx';
import { RunTitle } from './RunTitle.tsx';
import { Transport } from './Transport.tsx';
import { openDialog } from '../../store/dialog-slice.ts';
import styles from './TopBar.module.css';

/** tinykeys' $mod is the command key on Apple's machines. */
const PALETTE_KEY = /Mac|iP(hone|ad)/.test(navigator.userAgent) ? '⌘ K' : 'Ctrl K';

/** What is running, what can be done with it, and how far it is. */
export function TopBar() {
  return (
    <header className={styles.bar}>
      <div className={styles.corner}>
        <ProductMark />
      </div>
      <RunTitle />
      <Transport />
      <div className={styles.space} />
      <RunProgress />
      <button
        type="button"
        className={styles.palette}
        aria-keyshortcuts="Control+K"
        onClick={() => openDialog('palette')}
      >
        <span className="visually-hidden">Command palette </span>
        {PALETTE_KEY}
      </button>
    </header>
  );
}
