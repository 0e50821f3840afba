import { useState } from 'react';
import { OPTIMIZER_FIELDS, SCHEDULE_FIELDS } from '../../../shared/contract/optimizer.ts';
import { Chip } from '../../ui/Chip.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { DraftFieldInput } from './DraftFieldInput.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { ScheduleSketch } from './ScheduleSketch.tsx';
import { FIELD_WORDS, OPTIMIZER_CHOICES, SCHEDULE_CHOICES } from './optimizer-words.ts';
import { draftProblems } from '../../store/run-draft.ts';
import type { DraftField } from '../../store/draft-fields.ts';
import {
  setDraftByAverages,
  setDraftOptimizer,
  setDraftSchedule,
  useDraft,
} from '../../store/draft-slice.ts';
import styles from './Setup.module.css';

/** Of every optimiser, after those of its own kind. */
const MORE: readonly DraftField[] = [
  'weightDecay',
  'embeddingDecay',
  'vectorDecay',
  'clipNorm',
  'clipValue',
  'accumulation',
  'emaDecay',
  'labelSmoothing',
  'zLoss',
];

/** How the weights move, and how fast. */
export function OptimizerSection() {
  const draft = useDraft((state) => state.draft);
  const problems = draftProblems(draft);
  const [open, setOpen] = useState(false);
  const more = [...OPTIMIZER_FIELDS[draft.optimizer], ...MORE];
  // A problem is never hidden behind the switch.
  const shown = open || more.some((field) => problems[field] !== undefined);
  return (
    <Panel
      title="Optimiser"
      aside={
        <Chip pressed={shown} onPress={() => setOpen(!open)}>
          More
        </Chip>
      }
    >
      <div className={styles.fields}>
        <Choice
          label="Method"
          options={OPTIMIZER_CHOICES}
          value={draft.optimizer}
          onChange={setDraftOptimizer}
        />
        <DraftFieldInput field="learningRate" label="Learning rate" />
        <Choice
          label="Schedule"
          options={SCHEDULE_CHOICES}
          value={draft.schedule}
          onChange={setDraftSchedule}
        />
        <Inputs fields={SCHEDULE_FIELDS[draft.schedule]} />
      </div>
      <ScheduleSketch />
      {shown && (
        <div className={styles.moreFields}>
          <Inputs fields={more} />
          {Number(draft.values.emaDecay) > 0 && (
            <div className={styles.switch}>
              <Chip
                pressed={draft.byAverages}
                onPress={() => setDraftByAverages(!draft.byAverages)}
              >
                Validate averages
              </Chip>
            </div>
          )}
        </div>
      )}
    </Panel>
  );
}

function Inputs({ fields }: { readonly fields: readonly DraftField[] }) {
  return fields.map((field) => {
    const { label, unit, zero } = FIELD_WORDS[field] ?? { label: field };
    return <DraftFieldInput key={field} field={field} label={label} unit={unit} zero={zero} />;
  });
}
