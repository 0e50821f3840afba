import { useSelection } from '../../store/selection-slice.ts';
import { sphereView } from '../../store/sphere-view.ts';
import { sphereName, sphereSentence } from './sphere-words.ts';

/** Says the selected sphere to a screen reader, once a selection. */
export function SelectionVoice() {
  const selected = useSelection((selection) => selection.selected);
  const id = selected?.kind === 'sphere' ? selected.id : undefined;
  const view = id === undefined ? undefined : sphereView(id);
  return (
    <div className="scene-voice" aria-live="polite">
      {view ? sphereSentence(view) : id === undefined ? '' : `${sphereName(id)}, at rest.`}
    </div>
  );
}
