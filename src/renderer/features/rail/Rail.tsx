import type { ReactNode } from 'react';
import { CircleDot, FolderClock, Keyboard, Moon, Sun } from 'lucide-react';
import { openDialog, useDialog } from '../../store/dialog-slice.ts';
import { setThemeChoice, useView } from '../../store/view-slice.ts';
import styles from './Rail.module.css';

/** The workspaces, and what belongs to all of them. */
export function Rail() {
  const theme = useView((view) => view.theme);
  const open = useDialog((dialog) => dialog.open);
  return (
    <nav className={styles.rail} aria-label="Workspaces">
      <Entry name="Train" icon={<CircleDot />} current onPress={() => undefined} />
      <Entry
        name="Runs"
        icon={<FolderClock />}
        pressed={open === 'runs'}
        onPress={() => openDialog('runs')}
      />
      <div className={styles.space} />
      <Entry
        name={theme === 'dark' ? 'Light' : 'Dark'}
        label={theme === 'dark' ? 'Light theme' : 'Dark theme'}
        icon={theme === 'dark' ? <Sun /> : <Moon />}
        onPress={() => setThemeChoice(theme === 'dark' ? 'light' : 'dark')}
      />
      <Entry
        name="Keys"
        icon={<Keyboard />}
        pressed={open === 'keys'}
        onPress={() => openDialog('keys')}
      />
    </nav>
  );
}

interface EntryProps {
  readonly name: string;
  readonly label?: string;
  readonly icon: ReactNode;
  readonly current?: boolean;
  readonly pressed?: boolean;
  readonly onPress: () => void;
}

function Entry({ name, label, icon, current, pressed, onPress }: EntryProps) {
  return (
    <button
      type="button"
      className={styles.entry}
      aria-label={label}
      aria-current={current ? 'page' : undefined}
      data-pressed={pressed}
      onClick={onPress}
    >
      {icon}
      {name}
    </button>
  );
}
