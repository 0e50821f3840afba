import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { SampledToken } from '../../../shared/contract/sample.ts';
import { TokenOdds } from './TokenOdds.tsx';
import { useRun } from '../../store/run-slice.ts';
import styles from './SamplePanel.module.css';

/**
 * A text token by token: the less likely the model held a token, the stronger its ground. Pointer and arrow keys choose a
 * token; below stands what else could have come.
 */
export function TokenText({
  prompt,
  tokens,
}: {
  readonly prompt: string;
  readonly tokens: readonly SampledToken[];
}) {
  const texts = useRun(({ status }) => status.corpus?.tokenTexts);
  const [chosen, setChosen] = useState<number>();
  const nameOf = (id: number): string => texts?.[id] ?? `#${id}`;
  const last = tokens.length - 1;
  const at = chosen === undefined ? undefined : Math.min(chosen, last);
  const move = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation(); // the stage turns by arrows, too
    setChosen(Math.min(last, Math.max(0, (at ?? last) + by)));
  };
  const token = at === undefined ? undefined : tokens[at];
  return (
    <>
      <p
        className={styles.text}
        role="group"
        aria-label="Text by token. Arrow keys choose one."
        tabIndex={0}
        onKeyDown={move}
      >
        <b>{prompt}</b>
        {tokens.map(({ id, probability }, place) => (
          <span
            key={place}
            className={styles.token}
            data-at={place === at}
            style={{ backgroundColor: ground(probability) }}
            onMouseEnter={() => setChosen(place)}
          >
            {nameOf(id)}
          </span>
        ))}
      </p>
      {token && <TokenOdds token={token} place={(at ?? 0) + 1} nameOf={nameOf} />}
    </>
  );
}

/** Nothing for a certain token, the accent's wash for a surprising one: a factor of e is a seventh of it. */
function ground(probability: number): string {
  const surprise = Math.min(1, -Math.log(Math.max(probability, 1e-9)) / 7);
  return `color-mix(in srgb, var(--accent) ${Math.round(surprise * 45)}%, transparent)`;
}
