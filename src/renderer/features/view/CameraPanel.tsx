import { Bookmark, Camera, Trash2 } from 'lucide-react';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { FACES } from '../../store/stage-port.ts';
import { bookmarkView, goToBookmark, lookFromFace } from '../../commands/camera-commands.ts';
import { removeBookmark, renameBookmark, useBookmarks } from '../../store/bookmarks-slice.ts';
import { setMousePreset, toggleTurntable, useTools } from '../../store/tool-slice.ts';
import type { MousePreset } from '../../store/tool-slice.ts';
import { useView } from '../../store/view-slice.ts';
import styles from './CameraPanel.module.css';

const PRESETS: readonly { readonly value: MousePreset; readonly text: string }[] = [
  { value: 'molstar', text: 'Mol*' },
  { value: 'blender', text: 'Blender' },
  { value: 'trackpad', text: 'Trackpad' },
];
const HELP: Readonly<Record<MousePreset, string>> = {
  molstar: 'Left drag turns, right drag moves, wheel zooms.',
  blender: 'Middle drag turns, with Shift moves, left drag selects.',
  trackpad: 'Two fingers turn, with Shift move, pinch zooms.',
};
const FACE_KEYS = { front: '1', right: '3', top: '7', corner: '5' } as const;

/** Where the stage is looked at from: named sides, kept views, the turntable, and whose mouse it follows. */
export function CameraPanel() {
  const preset = useTools((tools) => tools.preset);
  const turntable = useTools((tools) => tools.turntable);
  const reducedMotion = useView((view) => view.reducedMotion);
  const bookmarks = useBookmarks((state) => state.bookmarks);
  return (
    <Popover label="Camera" icon={<Camera />} active={turntable && !reducedMotion}>
      <div className={styles.form}>
        <div className={styles.faces} role="group" aria-label="Look from">
          {FACES.map((face) => (
            <Button key={face} keyHint={FACE_KEYS[face]} onPress={() => lookFromFace(face)}>
              {face}
            </Button>
          ))}
        </div>
        <div className={styles.row}>
          <span className={styles.label}>Kept views</span>
          <Button look="quiet" keyHint="M" icon={<Bookmark />} onPress={bookmarkView}>
            Keep this one
          </Button>
        </div>
        {bookmarks.length === 0 && (
          <p className={styles.empty}>None yet. Alt 1 to Alt 9 come back to them.</p>
        )}
        <ul aria-label="Kept views">
          {bookmarks.map((bookmark, i) => (
            <li key={i} className={styles.bookmark}>
              <kbd className={styles.key}>Alt {i + 1}</kbd>
              <input
                className={styles.name}
                aria-label={`Name of kept view ${i + 1}`}
                value={bookmark.name}
                maxLength={40}
                onChange={(event) => renameBookmark(i, event.target.value)}
              />
              <Button look="quiet" label={`Go to ${bookmark.name}`} onPress={() => goToBookmark(i)}>
                Go
              </Button>
              <IconButton
                label={`Forget ${bookmark.name}`}
                icon={<Trash2 />}
                onPress={() => removeBookmark(i)}
              />
            </li>
          ))}
        </ul>
        <span className={styles.label}>Mouse</span>
        <Segments label="Mouse" options={PRESETS} value={preset} onChange={setMousePreset} />
        <p className={styles.empty}>{HELP[preset]}</p>
        <div className={styles.row}>
          <span className={styles.label}>
            {reducedMotion ? 'Turntable: off, as your system asks' : 'Turntable'}
          </span>
          <Chip pressed={turntable && !reducedMotion} onPress={toggleTurntable}>
            Turn by itself
          </Chip>
        </div>
      </div>
    </Popover>
  );
}
