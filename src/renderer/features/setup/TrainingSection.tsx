import { DraftFieldInput } from './DraftFieldInput.tsx';
import { Field } from '../../ui/Field.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { draftProblems } from '../../store/run-draft.ts';
import { setDraftName, useDraft } from '../../store/draft-slice.ts';
import styles from './Setup.module.css';

/** Name, length, and what happens on the way. */
export function TrainingSection() {
  const draft = useDraft((state) => state.draft);
  const problems = draftProblems(draft);
  return (
    <Panel title="Training">
      <div className={styles.nameField}>
        <Field label="Name" value={draft.name} problem={problems.name} onChange={setDraftName} />
      </div>
      <div className={styles.fields}>
        <DraftFieldInput field="steps" label="Steps" />
        <DraftFieldInput field="seed" label="Seed" />
        <DraftFieldInput field="checkpointEverySteps" label="Checkpoint" unit="steps" />
        <DraftFieldInput field="validationEverySteps" label="Validate" unit="steps" />
        <DraftFieldInput field="validationWindows" label="Windows" unit="0: all" />
        <DraftFieldInput field="sampleEverySteps" label="Sample" unit="steps" />
        <DraftFieldInput field="stopPatience" label="Patience" unit="0: off" />
        <DraftFieldInput field="stopDelta" label="Least gain" unit="nats" />
        <DraftFieldInput field="keepCheckpoints" label="Keep last" unit="0: all" />
      </div>
    </Panel>
  );
}
