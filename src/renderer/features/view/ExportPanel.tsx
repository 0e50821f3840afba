import { useState } from 'react';
import { Download } from 'lucide-react';
import { Button } from '../../ui/Button.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { Segments } from '../../ui/Segments.tsx';
import {
  PICTURE_SIZES,
  savePicture,
  saveSelectionCsv,
  whyNoCsv,
} from '../../commands/export-commands.ts';
import type { PictureSize } from '../../commands/export-commands.ts';
import { chooseView, saveView } from '../../commands/view-commands.ts';
import { useSelection } from '../../store/selection-slice.ts';
import styles from './CameraPanel.module.css';

const SIZES = PICTURE_SIZES.map((value) => ({
  value,
  text: value === 'stage' ? 'As shown' : value,
}));

/** Pictures, views and tables to keep. */
export function ExportPanel() {
  const [size, setSize] = useState<PictureSize>('4K');
  const [transparent, setTransparent] = useState(false);
  const [words, setWords] = useState(true);
  const [busy, setBusy] = useState(false);
  useSelection((selection) => selection.version);
  const save = async (): Promise<void> => {
    setBusy(true);
    await savePicture({ size, transparent, words });
    setBusy(false);
  };
  return (
    <Popover label="Export" icon={<Download />} width={300}>
      <div className={styles.form}>
        <span className={styles.label}>Picture (PNG)</span>
        <Segments label="Size" options={SIZES} value={size} onChange={setSize} />
        <div className={styles.row}>
          <Chip pressed={words} onPress={() => setWords(!words)}>
            Legend and axes
          </Chip>
          <Chip pressed={transparent} onPress={() => setTransparent(!transparent)}>
            Transparent
          </Chip>
        </div>
        <Button
          wide
          look="primary"
          why={busy ? 'The picture is being drawn' : undefined}
          onPress={() => void save()}
        >
          {busy ? 'Drawing…' : 'Save the picture'}
        </Button>
        <p className={styles.empty}>Dropped on the window, it opens the same view again.</p>
        <div className={styles.faces}>
          <Button onPress={saveView}>Save view</Button>
          <Button onPress={chooseView}>Open view</Button>
        </div>
        <Button wide why={whyNoCsv()} onPress={saveSelectionCsv}>
          Selection as CSV
        </Button>
      </div>
    </Popover>
  );
}
