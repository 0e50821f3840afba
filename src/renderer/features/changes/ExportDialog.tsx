import { useState } from 'react';
import type {
  ExportFormat,
  ExportParams,
  ExportResult,
  WeightType,
} from '../../../shared/contract/exchange.ts';
import { Choice } from '../../ui/Choice.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { exportRun } from '../../commands/change-commands.ts';
import { formatBytes } from '../../lib/format.ts';
import { useRunAvailability } from '../../commands/run-situation.ts';
import { useWorkMeter } from '../../commands/use-work-meter.ts';
import { WorkMeter } from '../../ui/WorkMeter.tsx';
import { QuestionForm } from './QuestionForm.tsx';
import { useQuestion } from './use-question.ts';
import { checkpointWords, useSubject } from './use-subject.ts';
import styles from './Changes.module.css';

const FORMATS: readonly { readonly value: ExportFormat; readonly text: string }[] = [
  { value: 'hf', text: 'Hugging Face' },
  { value: 'gguf', text: 'GGUF' },
  { value: 'csv', text: 'CSV' },
  { value: 'jsonl', text: 'JSONL' },
];
const PURPOSES: Readonly<Record<ExportFormat, string>> = {
  hf: 'A folder for transformers: config.json, model.safetensors, tokenizer.json.',
  gguf: 'One file for llama.cpp and what is built on it.',
  csv: 'The metrics as a table, a row a step.',
  jsonl: 'The metrics as JSON, a line a step.',
};
const TYPES: readonly { readonly value: WeightType; readonly text: string }[] = [
  { value: 'f32', text: 'F32' },
  { value: 'f16', text: 'F16' },
  { value: 'q8_0', text: 'Q8_0' },
];
const NEWEST = 'newest';

/** Writes a run's weights or metrics for other programs. */
export function ExportDialog() {
  const subject = useSubject();
  const [format, setFormat] = useState<ExportFormat>('hf');
  const [type, setType] = useState<WeightType>('f32');
  const [checkpoint, setCheckpoint] = useState(NEWEST);
  const [result, setResult] = useState<ExportResult>();
  const question = useQuestion();
  const meter = useWorkMeter('export');
  const { 'run.export': why } = useRunAvailability();
  const weights = format === 'hf' || format === 'gguf';
  const types = format === 'hf' ? TYPES.filter(({ value }) => value !== 'q8_0') : TYPES;
  const shown = types.some(({ value }) => value === type) ? type : 'f32';
  const give = async (): Promise<void> => {
    if (!subject) return;
    setResult(undefined);
    const asked: ExportParams = { runId: subject.runId, format };
    const named = checkpoint !== NEWEST && { checkpoint };
    setResult(await exportRun(weights ? { ...asked, type: shown, ...named } : asked));
  };
  const none = weights && subject?.checkpoints.length === 0;
  return (
    <QuestionForm
      {...{ title: 'Export the run', question, give, action: 'Export', doing: 'Writing' }}
      why={why ?? (subject ? undefined : 'There is no run') ?? (none ? NO_CHECKPOINT : undefined)}
    >
      <p className={styles.words}>
        <b>{subject?.name}</b> {subject?.runId}
      </p>
      <Segments label="Format" options={FORMATS} value={format} onChange={setFormat} />
      <p className={styles.words}>{PURPOSES[format]}</p>
      {weights && (
        <>
          <div className={styles.row}>
            <span>Weights as</span>
            <Segments label="Weights as" options={types} value={shown} onChange={setType} />
          </div>
          <Choice
            label="Checkpoint"
            options={[
              { value: NEWEST, text: 'The newest' },
              ...(subject?.checkpoints ?? []).map((value) => ({
                value,
                text: checkpointWords(value),
              })),
            ]}
            value={checkpoint}
            onChange={setCheckpoint}
          />
        </>
      )}
      {none && <p className={styles.words}>{NO_CHECKPOINT}.</p>}
      {meter && <WorkMeter {...meter} />}
      {result && <Written result={result} />}
    </QuestionForm>
  );
}

const NO_CHECKPOINT = 'It has no checkpoint: write one first (C)';

function Written({ result }: { readonly result: ExportResult }) {
  return (
    <div className={styles.result} role="status">
      <div>
        <p>Written, {formatBytes(result.bytes)}:</p>
        <p className={styles.path}>{result.path}</p>
        {result.notes.map((note) => (
          <p key={note} className={styles.words}>
            {note}
          </p>
        ))}
      </div>
      <CopyButton text={result.path} label="Copy the path" />
    </div>
  );
}
