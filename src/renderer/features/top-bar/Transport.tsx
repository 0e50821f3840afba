import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { MoreMenu } from './MoreMenu.tsx';
import { openDialog } from '../../store/dialog-slice.ts';
import {
  checkpointRun,
  pauseRun,
  resumeRun,
  startRun,
  stepRun,
  stopRun,
} from '../../commands/run-commands.ts';
import { isActive } from '../../commands/run-availability.ts';
import { setSetupOpen, useView } from '../../store/view-slice.ts';
import { useRun } from '../../store/run-slice.ts';
import { useRunAvailability } from '../../commands/run-situation.ts';
import styles from './TopBar.module.css';

/** The run's buttons: those that the state can make use of. */
export function Transport() {
  const state = useRun(({ status }) => status.state);
  const setupOpen = useView((view) => view.setupOpen);
  return (
    <div className={styles.transport} role="toolbar" aria-label="Run">
      {isActive(state) ? <ActiveButtons /> : <EndedButtons setup={state === 'idle' || setupOpen} />}
      <MoreMenu />
    </div>
  );
}

function ActiveButtons() {
  const why = useRunAvailability();
  const paused = useSteadilyPaused();
  return (
    <>
      {paused ? (
        <Button look="primary" keyHint="Space" why={why['run.resume']} onPress={resumeRun}>
          Resume
        </Button>
      ) : (
        <Button look="primary" keyHint="Space" why={why['run.pause']} onPress={pauseRun}>
          Pause
        </Button>
      )}
      <Button look="quiet" keyHint="." why={why['run.step']} onPress={() => stepRun()}>
        Step
      </Button>
      <Button look="quiet" keyHint="C" why={why['run.checkpoint']} onPress={checkpointRun}>
        Checkpoint
      </Button>
      <Button look="quiet" keyHint="S" why={why['run.stop']} onPress={stopRun}>
        Stop and save
      </Button>
    </>
  );
}

function EndedButtons({ setup }: { readonly setup: boolean }) {
  const why = useRunAvailability();
  return (
    <>
      {setup ? (
        <Button look="primary" keyHint="Space" why={why['run.start']} onPress={startRun}>
          Start
        </Button>
      ) : (
        <Button look="primary" keyHint="N" onPress={() => setSetupOpen(true)}>
          New run
        </Button>
      )}
      <Button look="quiet" keyHint="R" onPress={() => openDialog('runs')}>
        Stored runs
      </Button>
    </>
  );
}

/** Whether the run rests, as the user sees it: a single step or a checkpoint on the way changes no button. */
function useSteadilyPaused(): boolean {
  const state = useRun(({ status }) => status.state);
  const pending = useRun((run) => run.pending);
  const [paused, setPaused] = useState(state === 'paused');
  const settled = state !== 'checkpointing' && pending !== 'run.step';
  if (settled && paused !== (state === 'paused')) setPaused(state === 'paused');
  return settled ? state === 'paused' : paused;
}
