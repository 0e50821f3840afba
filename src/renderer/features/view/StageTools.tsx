import type { ReactNode } from 'react';
import { BoxSelect, Lasso, ListTree, MousePointer2, Redo2, Undo2 } from 'lucide-react';
import { IconButton } from '../../ui/IconButton.tsx';
import { setTool, toggleOutline, useTools } from '../../store/tool-slice.ts';
import { redo, undo, useHistory } from '../../store/history-slice.ts';
import styles from './StageTools.module.css';

/** What a drag does, what is shown beside the stage, and the way back. */
export function StageTools({ children }: { readonly children: ReactNode }) {
  const tool = useTools((tools) => tools.tool);
  const outlineOpen = useTools((tools) => tools.outlineOpen);
  const past = useHistory((history) => history.past.at(-1)?.label);
  const future = useHistory((history) => history.future[0]?.label);
  return (
    <div className={styles.tools} role="toolbar" aria-label="Stage tools">
      <IconButton
        label="Drag turns (V)"
        icon={<MousePointer2 />}
        pressed={tool === 'turn'}
        onPress={() => setTool('turn')}
      />
      <IconButton
        label="Drag selects a box (B)"
        icon={<BoxSelect />}
        pressed={tool === 'box'}
        onPress={() => setTool('box')}
      />
      <IconButton
        label="Drag draws a lasso (L)"
        icon={<Lasso />}
        pressed={tool === 'lasso'}
        onPress={() => setTool('lasso')}
      />
      <span className={styles.line} />
      <IconButton
        label={past ? `Undo: ${past} (Ctrl Z)` : 'Nothing to undo'}
        icon={<Undo2 />}
        onPress={undo}
      />
      <IconButton
        label={future ? `Redo: ${future} (Ctrl Shift Z)` : 'Nothing to redo'}
        icon={<Redo2 />}
        onPress={redo}
      />
      <span className={styles.line} />
      <IconButton
        label="Outline of the spheres (T)"
        icon={<ListTree />}
        pressed={outlineOpen}
        onPress={toggleOutline}
      />
      {children}
    </div>
  );
}
