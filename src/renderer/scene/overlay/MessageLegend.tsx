import { useEffect, useReducer } from 'react';
import { useView } from '../../store/view-slice.ts';
import { cssOf } from '../kit/colour.ts';
import { useStage } from '../kit/stage.ts';
import { messageColour } from '../layers/messages/message-colour.ts';
import { Key } from './legend-parts.tsx';
import { MESSAGE_TITLES, messageWords, theftWords } from './message-words.ts';

const READ_MS = 500;

/** What the pulses are: the groups that speak now, with their rates; twice a second. Nothing while nobody speaks. */
export function MessageLegend() {
  const { messages } = useStage();
  const theme = useView((view) => view.theme);
  const [, read] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(read, READ_MS);
    return () => {
      clearInterval(timer);
    };
  }, []);
  const { spoken, total } = messageWords(messages);
  if (spoken.length === 0) return null;
  return (
    <ul className="scene-keys" aria-label="Messages">
      {spoken.map(({ group, words }) => (
        <Key key={group} colour={cssOf(messageColour(group, theme))} title={MESSAGE_TITLES[group]}>
          {words}
        </Key>
      ))}
      {messages.thefts.newest.count > 0 && (
        <Key
          ring
          colour={cssOf(messageColour('errors', theme))}
          title="An arc from the sphere that the work was taken from to the one that computes it"
        >
          {theftWords(messages.thefts.newest.count)}
        </Key>
      )}
      <li title="Every 0.8 s one pulse for each link, direction and group, larger for more messages. The waves keep the order of a step, not its speed.">
        {total}
      </li>
    </ul>
  );
}
