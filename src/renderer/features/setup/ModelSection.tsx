import type { PresetName } from '../../../shared/contract/presets.ts';
import type { TableInitialisation } from '../../../shared/contract/run.ts';
import { Choice } from '../../ui/Choice.tsx';
import { DraftFieldInput } from './DraftFieldInput.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { applyPreset, setDraftTables, useDraft } from '../../store/draft-slice.ts';
import { draftPreset, draftProblems, parameterCount } from '../../store/run-draft.ts';
import { formatCount } from '../../lib/format.ts';
import { useCorpus } from '../../store/corpus-slice.ts';
import styles from './Setup.module.css';

const PRESET_OPTIONS: readonly { readonly value: PresetName; readonly text: string }[] = [
  { value: 'baby', text: 'Baby' },
  { value: 'big', text: 'Big' },
];

/** Where the token and position tables begin. */
const TABLE_CHOICES: readonly { readonly value: TableInitialisation; readonly text: string }[] = [
  { value: 'standard', text: 'Random' },
  { value: 'lattice', text: 'Lattice angles' },
  { value: 'lattice-frozen', text: 'Lattice, frozen' },
];

/** The network's sizes. */
export function ModelSection() {
  const draft = useDraft((state) => state.draft);
  return (
    <Panel
      title="Model"
      aside={
        <Segments
          label="Preset"
          options={PRESET_OPTIONS}
          value={draftPreset(draft)}
          onChange={applyPreset}
        />
      }
    >
      <div className={styles.fields}>
        <DraftFieldInput field="blocks" label="Blocks" />
        <DraftFieldInput field="heads" label="Heads" />
        <DraftFieldInput field="width" label="Width" unit="features" />
        <DraftFieldInput field="context" label="Context" unit="tokens" />
        <DraftFieldInput field="batch" label="Batch" unit="sequences" />
        <DraftFieldInput field="threads" label="Threads" />
        <DraftFieldInput field="depth" label="Depth" unit="levels" />
        <SphereCount />
        <Choice
          label="Tables"
          options={TABLE_CHOICES}
          value={draft.tables}
          onChange={setDraftTables}
        />
      </div>
      <SizeLine />
    </Panel>
  );
}

/** The spheres that a depth makes. */
function SphereCount() {
  const depth = Number(useDraft(({ draft }) => draft.values.depth));
  if (!Number.isInteger(depth) || depth < 1 || depth > 4) return null;
  return <p className={styles.spheres}>{formatCount((12 ** (depth + 1) - 1) / 11)} spheres</p>;
}

/** What the sizes come to. */
function SizeLine() {
  const draft = useDraft((state) => state.draft);
  const { values } = draft;
  const problems = draftProblems(draft);
  const vocabulary = useCorpus(({ corpus }) => corpus?.vocabulary);
  if (
    problems.blocks ??
    problems.width ??
    problems.context ??
    problems.batch ??
    problems.accumulation
  )
    return null;
  const model = {
    blocks: Number(values.blocks),
    width: Number(values.width),
    context: Number(values.context),
  };
  return (
    <p className={styles.sizes}>
      {vocabulary !== undefined && (
        <span>
          <b>{formatCount(parameterCount(model, vocabulary))}</b> parameters
        </span>
      )}
      <span>
        <b>{formatCount(Number(values.batch) * Number(values.accumulation) * model.context)}</b>{' '}
        tokens a step
      </span>
    </p>
  );
}
