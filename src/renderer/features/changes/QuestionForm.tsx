import type { ReactNode } from 'react';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { closeDialog } from '../../store/dialog-slice.ts';
import type { Question } from './use-question.ts';
import styles from './Changes.module.css';

export interface QuestionFormProps {
  readonly title: string;
  readonly question: Question;
  /** The verb on the button, and what it says while the host is at it. */
  readonly action: string;
  readonly doing: string;
  /** Why it cannot be asked now. */
  readonly why: string | undefined;
  readonly give: () => Promise<void>;
  readonly children: ReactNode;
}

/** A dialog that asks one thing of the host; a failure stands beside the question, copyable. */
export function QuestionForm(props: QuestionFormProps) {
  const { title, question, action, doing, give, children } = props;
  const why = question.busy ? doing : props.why;
  const ask = (): void => {
    if (why === undefined) question.ask(give);
  };
  return (
    <Dialog title={title} onClose={closeDialog} width={460}>
      <form
        className={styles.form}
        aria-busy={question.busy}
        onSubmit={(event) => {
          event.preventDefault();
          ask();
        }}
      >
        {children}
        {question.problem && (
          <div className={styles.problem} role="alert">
            <p>{question.problem}</p>
            <CopyButton text={question.problem} />
          </div>
        )}
        <div className={styles.buttons}>
          <Button onPress={closeDialog}>Close</Button>
          <Button look="primary" why={why} onPress={ask}>
            {question.busy ? `${doing}…` : action}
          </Button>
        </div>
        {/* Enter in any field asks. */}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
