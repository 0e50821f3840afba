import { useState } from 'react';
import { Sparkles, Square } from 'lucide-react';
import { Button } from '../../ui/Button.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { SamplingFields } from './SamplingFields.tsx';
import { DEFAULT_SAMPLING, samplingRequest, samplingWords, seedProblem } from './sampling-draft.ts';
import { cancelSample, generateSample } from '../../commands/sample-commands.ts';
import { useRun } from '../../store/run-slice.ts';
import { useSamples } from '../../store/samples-slice.ts';
import { useSession } from '../../store/session-slice.ts';
import styles from './SamplePanel.module.css';

/** Asks the present weights to continue a text, and ends a text that is being written. */
export function PromptForm() {
  const [draft, setDraft] = useState(DEFAULT_SAMPLING);
  const [open, setOpen] = useState(false);
  const writing = useSamples((samples) => samples.writing !== undefined);
  const why = useWhyNot() ?? (seedProblem(draft) && 'The seed is no number that can be used');
  const generate = (): void => {
    if (why === undefined && !writing) void generateSample(samplingRequest(draft));
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        generate();
      }}
    >
      <div className={styles.promptRow}>
        <input
          className={styles.prompt}
          aria-label="Prompt"
          placeholder="Prompt, for instance: The whale"
          value={draft.prompt}
          spellCheck={false}
          onChange={(event) => setDraft({ ...draft, prompt: event.target.value })}
        />
        {writing ? (
          <Button icon={<Square />} onPress={() => void cancelSample()}>
            End
          </Button>
        ) : (
          <Button icon={<Sparkles />} why={why} onPress={generate}>
            Generate
          </Button>
        )}
      </div>
      <div className={styles.summaryRow}>
        <span>{samplingWords(draft)}</span>
        <Chip pressed={open} onPress={() => setOpen(!open)}>
          Options
        </Chip>
      </div>
      {open && <SamplingFields draft={draft} onChange={setDraft} />}
    </form>
  );
}

/** Why no text can be generated now. */
function useWhyNot(): string | undefined {
  const state = useRun(({ status }) => status.state);
  const connected = useSession(({ connection }) => connection.kind === 'connected');
  if (!connected) return 'Not connected to the host';
  if (state === 'stopped' || state === 'failed') return 'The run has ended: restore it first';
  return undefined;
}
