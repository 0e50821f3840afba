import { useState } from 'react';
import { Field } from '../../ui/Field.tsx';
import { LIMITS } from '../../../shared/contract/limits.ts';
import { extendRun } from '../../commands/change-commands.ts';
import { formatCount } from '../../lib/format.ts';
import { numberProblem } from '../../store/draft-bounds.ts';
import { useRunAvailability } from '../../commands/run-situation.ts';
import { QuestionForm } from './QuestionForm.tsx';
import { useQuestion } from './use-question.ts';
import { useSubject } from './use-subject.ts';
import styles from './Changes.module.css';

/** Gives a run more steps than it was planned with. */
export function ExtendDialog() {
  const subject = useSubject();
  const planned = subject?.steps ?? 0;
  const [steps, setSteps] = useState(String(Math.min(LIMITS.steps.max, Math.ceil(planned * 1.5))));
  const question = useQuestion();
  const { 'run.extend': why } = useRunAvailability();
  const bounds = { min: planned + 1, max: LIMITS.steps.max, whole: true };
  const problem = numberProblem(steps, bounds);
  return (
    <QuestionForm
      {...{ title: 'Extend the run', question, action: 'Extend', doing: 'Extending' }}
      why={why ?? (subject ? undefined : 'There is no run') ?? problem}
      give={() => (subject ? extendRun(subject.runId, Number(steps)) : Promise.resolve())}
    >
      <p className={styles.words}>
        <b>{subject?.name}</b> was planned with {formatCount(planned)} steps and has trained{' '}
        {formatCount(subject?.step)}.
      </p>
      <Field
        figure
        {...{ label: 'Steps', unit: 'in all', value: steps, problem, onChange: setSteps }}
      />
      <p className={styles.words}>
        The schedule stays as it was laid out: the added steps have its last rate. The run is then
        paused at its newest checkpoint.
      </p>
    </QuestionForm>
  );
}
