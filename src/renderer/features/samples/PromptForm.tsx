import { useState } from 'react';
import { Sparkles } from 'lucide-react';
import { LIMITS } from '../../../shared/contract/limits.ts';
import { Button } from '../../ui/Button.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { SliderField } from '../../ui/SliderField.tsx';
import { generateSample } from '../../commands/sample-commands.ts';
import { useRun } from '../../store/run-slice.ts';
import { useSamples } from '../../store/samples-slice.ts';
import { useSession } from '../../store/session-slice.ts';
import styles from './SamplePanel.module.css';

const MOST_TOKENS = Math.min(1_000, LIMITS.sampleTokens.max);

/** Asks the present weights to continue a text. */
export function PromptForm() {
  const [prompt, setPrompt] = useState('');
  const [temperature, setTemperature] = useState(0.8);
  const [topK, setTopK] = useState(0);
  const [tokens, setTokens] = useState(200);
  const [open, setOpen] = useState(false);
  const vocabulary = useRun(({ status }) => status.corpus?.vocabulary ?? 256);
  const why = useWhyNot();
  const generate = (): void => {
    if (why !== undefined) return;
    void generateSample({ prompt, temperature, tokens, ...(topK > 0 ? { topK } : {}) });
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
          value={prompt}
          spellCheck={false}
          onChange={(event) => setPrompt(event.target.value)}
        />
        <Button icon={<Sparkles />} why={why} onPress={generate}>
          Generate
        </Button>
      </div>
      <div className={styles.summaryRow}>
        <span>
          {tokens} tokens · T {temperature.toFixed(2)} · {topK > 0 ? `top ${topK}` : 'all tokens'}
        </span>
        <Chip pressed={open} onPress={() => setOpen(!open)}>
          Options
        </Chip>
      </div>
      {open && (
        <>
          <SliderField
            label="Temperature"
            value={temperature}
            min={0}
            max={2}
            step={0.05}
            text={temperature.toFixed(2)}
            onChange={setTemperature}
          />
          <SliderField
            label="Top k"
            value={topK}
            min={0}
            max={Math.min(vocabulary, 256)}
            step={1}
            text={topK > 0 ? String(topK) : 'all'}
            onChange={setTopK}
          />
          <SliderField
            label="Length"
            value={tokens}
            min={20}
            max={MOST_TOKENS}
            step={20}
            text={String(tokens)}
            onChange={setTokens}
          />
        </>
      )}
    </form>
  );
}

/** Why no text can be generated now. */
function useWhyNot(): string | undefined {
  const state = useRun(({ status }) => status.state);
  const connected = useSession(({ connection }) => connection.kind === 'connected');
  const generating = useSamples((samples) => samples.generating);
  if (!connected) return 'Not connected to the host';
  if (generating) return 'Generating';
  if (state === 'stopped' || state === 'failed') return 'The run has ended: restore it first';
  return undefined;
}
