import { useState } from 'react';
import { Choice } from '../../ui/Choice.tsx';
import { Field } from '../../ui/Field.tsx';
import { LIMITS } from '../../../shared/contract/limits.ts';
import { branchInto } from '../../commands/change-commands.ts';
import { useRunAvailability } from '../../commands/run-situation.ts';
import { QuestionForm } from './QuestionForm.tsx';
import { useQuestion } from './use-question.ts';
import { checkpointStep, checkpointWords, useSubject } from './use-subject.ts';
import styles from './Changes.module.css';

/** Makes a run of its own out of one of a run's checkpoints. */
export function BranchDialog() {
  const subject = useSubject();
  const [chosen, setChosen] = useState<string>();
  const [name, setName] = useState('');
  const question = useQuestion();
  const { 'run.branch': why } = useRunAvailability();
  const checkpoint = chosen ?? subject?.checkpoints[0];
  const problem =
    name.length > LIMITS.nameLength ? `At most ${LIMITS.nameLength} characters` : undefined;
  const none = checkpoint === undefined ? 'It has no checkpoint' : undefined;
  const give = (): Promise<void> =>
    subject && checkpoint !== undefined
      ? branchInto({ runId: subject.runId, checkpoint, ...(name.trim() && { name: name.trim() }) })
      : Promise.resolve();
  return (
    <QuestionForm
      {...{ title: 'Branch the run', question, give, action: 'Branch', doing: 'Branching' }}
      why={why ?? (subject ? undefined : 'There is no run') ?? none ?? problem}
    >
      <p className={styles.words}>
        <b>{subject?.name}</b> stays as it is. The branch begins with the weights, the optimiser and
        the place in the text of the checkpoint, and waits among the stored runs.
      </p>
      <Choice
        label="Checkpoint"
        options={(subject?.checkpoints ?? []).map((value) => ({
          value,
          text: checkpointWords(value),
        }))}
        value={checkpoint ?? ''}
        onChange={setChosen}
      />
      <Field
        {...{ label: 'Name', unit: 'of the branch', value: name, problem, onChange: setName }}
        placeholder={`${subject?.name} from ${checkpointStep(checkpoint ?? '')}`}
      />
    </QuestionForm>
  );
}
