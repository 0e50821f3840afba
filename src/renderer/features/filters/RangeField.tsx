import { useId, useState } from 'react';
import { setFilter } from '../../store/filter-slice.ts';
import type { FilterRange } from '../../store/filter-slice.ts';
import styles from './FilterPanel.module.css';

export interface RangeFieldProps {
  readonly name: 'loss' | 'n' | 'steps';
  readonly label: string;
  readonly unit?: string;
  readonly range: FilterRange | undefined;
}

/** Two ends, of which an empty one is open. */
export function RangeField({ name, label, unit, range }: RangeFieldProps) {
  const id = useId();
  const [texts, setTexts] = useState(() => textsOf(range));
  const [shown, setShown] = useState(range);
  if (shown !== range) {
    // Changed from elsewhere: undone, cleared, or a view was opened.
    setShown(range);
    if (!same(range, rangeOf(texts))) setTexts(textsOf(range));
  }
  const problem = problemOf(texts);
  const edit = (side: 0 | 1, text: string): void => {
    const next: readonly [string, string] = side === 0 ? [text, texts[1]] : [texts[0], text];
    setTexts(next);
    if (!problemOf(next)) setFilter(name, rangeOf(next));
  };
  return (
    <div className={styles.row}>
      <span className={styles.label} id={id}>
        {label}
        {unit && <i> {unit}</i>}
      </span>
      <div className={styles.ends} role="group" aria-labelledby={id}>
        {([0, 1] as const).map((side) => (
          <input
            key={side}
            className={styles.end}
            aria-label={`${label} ${side === 0 ? 'from' : 'to'}`}
            aria-invalid={problem !== undefined}
            inputMode="decimal"
            placeholder={side === 0 ? 'from' : 'to'}
            value={texts[side]}
            onChange={(event) => edit(side, event.target.value)}
          />
        ))}
      </div>
      {problem && (
        <span className={styles.problem} role="alert">
          {problem}
        </span>
      )}
    </div>
  );
}

type Texts = readonly [string, string];

/** Ends that stand for open: beyond everything that is counted. */
const OPEN = { from: 0, to: Number.MAX_SAFE_INTEGER } as const;

function textsOf(range: FilterRange | undefined): Texts {
  if (!range) return ['', ''];
  return [
    range.from === OPEN.from ? '' : String(range.from),
    range.to === OPEN.to ? '' : String(range.to),
  ];
}

function rangeOf([from, to]: Texts): FilterRange | undefined {
  if (from.trim() === '' && to.trim() === '') return undefined;
  return { from: from.trim() ? plain(from) : OPEN.from, to: to.trim() ? plain(to) : OPEN.to };
}

function problemOf(texts: Texts): string | undefined {
  const wrong = texts.find((text) => text.trim() !== '' && Number.isNaN(plain(text)));
  if (wrong !== undefined) return `“${wrong}” is no number.`;
  const range = rangeOf(texts);
  return range && range.from > range.to ? 'The first must be the smaller one.' : undefined;
}

/** Thousands may be separated, as they are shown. */
function plain(text: string): number {
  return Number(text.replaceAll(',', '').trim());
}

function same(a: FilterRange | undefined, b: FilterRange | undefined): boolean {
  return a?.from === b?.from && a?.to === b?.to;
}
