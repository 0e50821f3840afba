import { CorpusSection } from './CorpusSection.tsx';
import { ModelSection } from './ModelSection.tsx';
import { OptimizerSection } from './OptimizerSection.tsx';
import { TrainingSection } from './TrainingSection.tsx';
import { Button } from '../../ui/Button.tsx';
import { setSetupOpen } from '../../store/view-slice.ts';
import { startRun } from '../../commands/run-commands.ts';
import { useRun } from '../../store/run-slice.ts';
import { useRunAvailability } from '../../commands/run-situation.ts';
import styles from './Setup.module.css';

/** The form of the next run: corpus, model, training, optimiser; sound from the start. */
export function SetupPanel() {
  const why = useRunAvailability()['run.start'];
  const idle = useRun(({ status }) => status.state === 'idle');
  return (
    <form
      className={styles.form}
      aria-label="Next run"
      onSubmit={(event) => {
        event.preventDefault();
        void startRun();
      }}
    >
      <div className={styles.sections}>
        <CorpusSection />
        <ModelSection />
        <TrainingSection />
        <OptimizerSection />
      </div>
      {/* Enter in any field starts the run. */}
      <button type="submit" hidden />
      {!idle && (
        <div className={styles.footer}>
          <Button onPress={() => setSetupOpen(false)}>Back to the run</Button>
          <Button look="primary" keyHint="Space" why={why} wide onPress={startRun}>
            Start training
          </Button>
        </div>
      )}
    </form>
  );
}
