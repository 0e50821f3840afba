import { useState } from 'react';
import { Chip } from '../../ui/Chip.tsx';
import { DraftFieldInput } from './DraftFieldInput.tsx';
import { Field } from '../../ui/Field.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { draftProblems } from '../../store/run-draft.ts';
import type { DraftField } from '../../store/run-draft.ts';
import { setDraftName, useDraft } from '../../store/draft-slice.ts';
import styles from './Setup.module.css';

const MORE: readonly {
  readonly field: DraftField;
  readonly label: string;
  readonly unit?: string;
}[] = [
  { field: 'minLearningRate', label: 'Final rate' },
  { field: 'warmupSteps', label: 'Warm-up', unit: 'steps' },
  { field: 'clipNorm', label: 'Clip norm', unit: '0: none' },
  { field: 'beta1', label: 'Beta 1' },
  { field: 'beta2', label: 'Beta 2' },
  { field: 'weightDecay', label: 'Decay' },
  { field: 'validationEverySteps', label: 'Validate', unit: 'steps' },
  { field: 'validationWindows', label: 'Windows', unit: '0: all' },
  { field: 'sampleEverySteps', label: 'Sample', unit: 'steps' },
];

/** Name, length and optimiser of the run. */
export function TrainingSection() {
  const draft = useDraft((state) => state.draft);
  const problems = draftProblems(draft);
  const [open, setOpen] = useState(false);
  // A problem is never hidden behind the switch.
  const shown = open || MORE.some(({ field }) => problems[field] !== undefined);
  return (
    <Panel
      title="Training"
      aside={
        <Chip pressed={shown} onPress={() => setOpen(!open)}>
          More
        </Chip>
      }
    >
      <div className={styles.nameField}>
        <Field label="Name" value={draft.name} problem={problems.name} onChange={setDraftName} />
      </div>
      <div className={styles.fields}>
        <DraftFieldInput field="steps" label="Steps" />
        <DraftFieldInput field="seed" label="Seed" />
        <DraftFieldInput field="learningRate" label="Learning rate" />
        <DraftFieldInput field="checkpointEverySteps" label="Checkpoint" unit="steps" />
        {shown && MORE.map((more) => <DraftFieldInput key={more.field} {...more} />)}
      </div>
    </Panel>
  );
}
