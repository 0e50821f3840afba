import { useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { complete, completionsAt } from '../../store/expression/expression-completion.ts';
import type { Completions } from '../../store/expression/expression-completion.ts';
import { selectByExpression } from '../../commands/select-commands.ts';
import type { ExpressionAnswer } from '../../commands/select-commands.ts';
import { formatCount } from '../../lib/format.ts';
import { useSelection } from '../../store/selection-slice.ts';
import { useTools } from '../../store/tool-slice.ts';
import styles from './SelectField.module.css';

const NO_COMPLETIONS: Completions = { from: 0, to: 0, options: [] };

/** Selects by expression: completes as one types, and points at what is wrong. */
export function SelectField() {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [source, setSource] = useState('');
  const [answer, setAnswer] = useState<ExpressionAnswer>();
  const [offer, setOffer] = useState(NO_COMPLETIONS);
  const [chosen, setChosen] = useState(-1);
  const expression = useSelection((selection) => selection.expression);
  const requests = useTools((tools) => tools.expressionRequests);

  useEffect(() => {
    if (requests > 0) input.current?.select();
  }, [requests]);
  useEffect(() => {
    if (expression !== undefined) setSource(expression);
    else setAnswer(undefined);
  }, [expression]);

  const edit = (text: string, caret: number): void => {
    setSource(text);
    setAnswer(undefined);
    setOffer(completionsAt(text, caret));
    setChosen(-1);
  };
  const take = (text: string): void => {
    const done = complete(source, offer, text);
    setSource(done.source);
    setOffer(NO_COMPLETIONS);
    setChosen(-1);
    requestAnimationFrame(() => input.current?.setSelectionRange(done.caret, done.caret));
  };
  const submit = (mode: 'replace' | 'add'): void => {
    const given = selectByExpression(source, mode);
    setAnswer(given);
    setOffer(NO_COMPLETIONS);
    if (given.kind === 'problem') {
      const from = given.column - 1;
      input.current?.setSelectionRange(from, from + given.length);
    }
  };
  const press = (event: KeyboardEvent<HTMLInputElement>): void => {
    const { options } = offer;
    const picked = options[chosen];
    if (event.key === 'Enter') {
      if (picked) take(picked.text);
      else submit(event.shiftKey ? 'add' : 'replace');
    } else if (event.key === 'Tab' && options.length > 0 && !event.shiftKey) {
      take((picked ?? options[0])?.text ?? '');
    } else if (event.key === 'ArrowDown' && options.length > 0) {
      setChosen((chosen + 1) % options.length);
    } else if (event.key === 'ArrowUp' && options.length > 0) {
      setChosen((chosen + options.length - 1) % options.length);
    } else if (event.key === 'Escape') {
      if (options.length > 0) setOffer(NO_COMPLETIONS);
      else input.current?.blur();
      event.stopPropagation();
    } else return;
    event.preventDefault();
  };

  const open = offer.options.length > 0;
  return (
    <div className={styles.field}>
      <input
        ref={input}
        className={styles.input}
        role="combobox"
        aria-label="Select by expression"
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-activedescendant={chosen >= 0 ? `${id}-${chosen}` : undefined}
        aria-autocomplete="list"
        aria-invalid={answer?.kind === 'problem'}
        aria-describedby={`${id}-answer`}
        aria-keyshortcuts="/"
        placeholder="Select: level == 2 && state == waiting"
        spellCheck={false}
        autoComplete="off"
        value={source}
        onChange={(event) => edit(event.target.value, event.target.selectionStart ?? 0)}
        onKeyDown={press}
        onBlur={() => setOffer(NO_COMPLETIONS)}
      />
      {source === '' && <kbd className={styles.key}>/</kbd>}
      <ul
        id={`${id}-list`}
        role="listbox"
        aria-label="Completions"
        className={styles.list}
        hidden={!open}
      >
        {offer.options.map(({ text, help }, i) => (
          <li
            key={text}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === chosen}
            className={styles.option}
            onPointerDown={(event) => {
              event.preventDefault();
              take(text);
            }}
          >
            <b>{text}</b>
            <span>{help}</span>
          </li>
        ))}
      </ul>
      <div id={`${id}-answer`} className={styles.answer} role="status" data-kind={answer?.kind}>
        {answer && !open && words(answer)}
      </div>
    </div>
  );
}

function words(answer: ExpressionAnswer): string {
  if (answer.kind === 'problem') return `Column ${answer.column}: ${answer.message}`;
  if (answer.count === 0) return `No ${answer.target} fulfil this now.`;
  const things = answer.count === 1 ? answer.target.slice(0, -1) : answer.target;
  return `${formatCount(answer.count)} ${things} selected`;
}
