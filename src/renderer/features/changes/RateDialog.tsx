import { useState } from 'react';
import { BOUNDS, numberProblem } from '../../store/draft-bounds.ts';
import { Field } from '../../ui/Field.tsx';
import { formatFigure } from '../../lib/format.ts';
import { setLearningRate } from '../../commands/change-commands.ts';
import { useMetrics } from '../../store/metrics-slice.ts';
import { useRun } from '../../store/run-slice.ts';
import { useRunAvailability } from '../../commands/run-situation.ts';
import { QuestionForm } from './QuestionForm.tsx';
import { useQuestion } from './use-question.ts';
import styles from './Changes.module.css';

/** Changes the present run's learning rate in mid-run. */
export function RateDialog() {
  const planned = useRun(({ status }) => status.config?.optimizer.learningRate);
  const present = useMetrics(({ newest }) => newest?.learningRate) ?? planned ?? 1e-3;
  const [rate, setRate] = useState(String(Number(present.toPrecision(3))));
  const question = useQuestion();
  const { 'run.setLearningRate': why } = useRunAvailability();
  const problem = numberProblem(rate, BOUNDS.learningRate);
  return (
    <QuestionForm
      {...{ title: 'Change the learning rate', question, action: 'Change', doing: 'Changing' }}
      why={why ?? problem}
      give={() => setLearningRate(Number(rate))}
    >
      <p className={styles.words}>
        It is <b>{formatFigure(present)}</b> now.
      </p>
      <Field
        figure
        {...{ label: 'Learning rate', unit: 'from the next step on' }}
        {...{ value: rate, problem, onChange: setRate }}
      />
      <p className={styles.words}>
        The schedule goes on from there, scaled. The change is written down with the run and happens
        again when the run is resumed from an earlier step.
      </p>
    </QuestionForm>
  );
}
