import { useState } from 'react';
import { Field } from '../../ui/Field.tsx';
import { importFolder } from '../../commands/change-commands.ts';
import { useCorpus } from '../../store/corpus-slice.ts';
import { useDraft } from '../../store/draft-slice.ts';
import { useRunAvailability } from '../../commands/run-situation.ts';
import { useWorkMeter } from '../../commands/use-work-meter.ts';
import { WorkMeter } from '../../ui/WorkMeter.tsx';
import { QuestionForm } from './QuestionForm.tsx';
import { useQuestion } from './use-question.ts';
import styles from './Changes.module.css';

/** Makes a run of another's GPT-2 model. */
export function ImportDialog() {
  const [folder, setFolder] = useState('');
  const question = useQuestion();
  const meter = useWorkMeter('import');
  const { 'run.import': why } = useRunAvailability();
  const corpus = useCorpus((state) => state.corpus?.name);
  const { name, values } = useDraft(({ draft }) => draft);
  return (
    <QuestionForm
      {...{ title: 'Import a Hugging Face model', question, action: 'Import', doing: 'Reading' }}
      why={why ?? (folder.trim() === '' ? 'Name the folder first' : undefined)}
      give={() => importFolder(folder.trim())}
    >
      <Field
        {...{ label: 'Folder', unit: 'on the host, absolute path', value: folder }}
        placeholder="/models/gpt2"
        onChange={setFolder}
      />
      <p className={styles.words}>
        It holds config.json, model.safetensors and tokenizer.json of a GPT-2 model. The run is
        called <b>{name}</b>, trains on <b>{corpus ?? 'the opened text'}</b>, read with the folder’s
        tokenizer, for <b>{values.steps}</b> steps with the optimiser of the run form, and waits
        paused at step 0.
      </p>
      {meter && <WorkMeter {...meter} />}
    </QuestionForm>
  );
}
