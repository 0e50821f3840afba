import { useEffect, useState } from 'react';
import { isActive } from '../../commands/run-availability.ts';
import { openFile } from '../../commands/corpus-commands.ts';
import { openIfView } from '../../commands/view-commands.ts';
import { setSetupOpen } from '../../store/view-slice.ts';
import { useRun } from '../../store/run-slice.ts';
import styles from './Stage.module.css';

/** Takes a file dropped anywhere on the window: a saved picture or view opens its view, a text is the next run's corpus. */
export function DropTarget() {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const carriesFile = (event: DragEvent): boolean =>
      event.dataTransfer?.types.includes('Files') ?? false;
    const onOver = (event: DragEvent): void => {
      if (!carriesFile(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent): void => {
      if (!carriesFile(event)) return;
      event.preventDefault();
      setOver(false);
      const file = event.dataTransfer?.files[0];
      if (!file) return;
      void take(file);
    };
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, []);
  return over ? (
    <div className={styles.drop}>
      Drop a text to train on it, a saved picture or view to open it
    </div>
  ) : null;
}

async function take(file: File): Promise<void> {
  if (await openIfView(file)) return;
  if (!isActive(useRun.getState().status.state)) setSetupOpen(true);
  await openFile(file);
}
