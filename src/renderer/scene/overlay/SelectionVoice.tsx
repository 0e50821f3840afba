import { useRun } from '../../store/run-slice.ts';
import { useSelection } from '../../store/selection-slice.ts';
import type { Selection } from '../../store/selection-slice.ts';
import { sphereView } from '../../store/sphere-view.ts';
import { placedEvent } from '../layers/events/event-places.ts';
import { eventSentence } from './event-words.ts';
import { sphereName, sphereSentence } from './sphere-words.ts';

/** Says what is selected to a screen reader, once a selection. */
export function SelectionVoice() {
  const selected = useSelection((selection) => selection.selected);
  return (
    <div className="scene-voice" aria-live="polite">
      {selected ? sentenceOf(selected) : ''}
    </div>
  );
}

function sentenceOf(selected: Selection): string {
  if (selected.kind === 'sphere') {
    const view = sphereView(selected.id);
    return view ? sphereSentence(view) : `${sphereName(selected.id)}, at rest.`;
  }
  if (selected.kind === 'prime') return `Prime ${selected.p}, index ${selected.k}.`;
  const event = placedEvent(selected.n);
  const text = event && useRun.getState().status.corpus?.tokenTexts[event.token];
  return event ? eventSentence(event, text) : '';
}
