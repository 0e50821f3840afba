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
      <div className={styles.pairs}>
        <DraftFieldInput field="steps" label="Steps" />
        <DraftFieldInput field="seed" label="Seed" />
        <DraftFieldInput
          field="validationEverySteps"
          label="Validate every"
          unit="steps"
          zero="only at the end"
        />
        <DraftFieldInput
          field="validationWindows"
          label="Validate on"
          unit="windows"
          zero="the whole split"
        />
        <DraftFieldInput
          field="checkpointEverySteps"
          label="Checkpoint every"
          unit="steps"
          zero="only at the end"
        />
        <DraftFieldInput
          field="keepCheckpoints"
          label="Keep newest"
          unit="checkpoints"
          zero="all of them"
        />
        <DraftFieldInput field="keepEverySteps" label="Keep always each" unit="steps" zero="none" />
        <DraftFieldInput
          field="stopPatience"
          label="Patience"
          unit="validations"
          zero="never pauses"
        />
        <DraftFieldInput field="stopDelta" label="Least gain" unit="nats" zero="any" />
        <DraftFieldInput
          field="divergenceFactor"
          label="Pause at"
          unit="× the recent loss"
          zero="never pauses"
        />
        <DraftFieldInput field="sampleEverySteps" label="Sample every" unit="steps" zero="never" />
      </div>
    </Panel>
  );
}
