import type { ShellIntent } from '../../shared/contract/shell.ts';
import { chooseCorpus, openCorpus } from './corpus-commands.ts';
import {
  branchRun,
  checkpointRun,
  discardRun,
  pauseRun,
  resumeRun,
  startRunOrSetUp,
  stepRun,
  stopRun,
  toggleRun,
} from './run-commands.ts';
import { isActive, whyUnavailable } from './run-availability.ts';
import type { RunCommand } from './run-availability.ts';
import { openDialog, toggleDialog } from '../store/dialog-slice.ts';
import {
  requestFrameAll,
  setSetupOpen,
  setThemeChoice,
  toggleFigures,
} from '../store/view-slice.ts';
import { STAGE_COMMANDS } from './stage-command-table.ts';
import { runSituation } from './run-situation.ts';
import type { WindowCommand } from './window-command.ts';
import { useRun } from '../store/run-slice.ts';
import { select } from '../store/selection-slice.ts';

export { COMMAND_GROUPS } from './window-command.ts';
export type { CommandGroup, WindowCommand } from './window-command.ts';

const always = (): undefined => undefined;
const run = (command: RunCommand) => (): string | undefined =>
  whyUnavailable(command, runSituation());
const connected = (): string | undefined =>
  runSituation().connected ? undefined : 'Not connected to the host';
const ended = (): string | undefined =>
  isActive(runSituation().state) ? 'A run is under way' : undefined;

const noRun = (): string | undefined =>
  useRun.getState().status.runId === undefined ? 'Choose one among the stored runs' : undefined;
const noCheckpoint = (): string | undefined =>
  useRun.getState().status.checkpoints.length === 0 ? 'Write a checkpoint first' : undefined;
const branchPresent = async (): Promise<void> => {
  const { runId } = useRun.getState().status;
  if (runId !== undefined) await branchRun(runId);
};

/** Every command of the window. */
export const WINDOW_COMMANDS: readonly WindowCommand[] = [
  {
    id: 'run.toggle',
    title: 'Start, pause or resume',
    group: 'Run',
    keys: ['Space'],
    hint: 'Space',
    keyOnly: true,
    why: () => run('run.pause')() && run('run.resume')() && run('run.start')(),
    run: toggleRun,
  },
  {
    id: 'run.start',
    title: 'Start the run',
    group: 'Run',
    keys: ['Enter'],
    hint: 'Enter',
    why: run('run.start'),
    run: startRunOrSetUp,
  },
  {
    id: 'run.pause',
    title: 'Pause',
    group: 'Run',
    hint: 'Space',
    why: run('run.pause'),
    run: pauseRun,
  },
  {
    id: 'run.resume',
    title: 'Resume',
    group: 'Run',
    hint: 'Space',
    why: run('run.resume'),
    run: resumeRun,
  },
  {
    id: 'run.step',
    title: 'Train one step',
    group: 'Run',
    keys: ['.'],
    hint: '.',
    why: run('run.step'),
    run: () => stepRun(),
  },
  {
    id: 'run.step10',
    title: 'Train ten steps',
    group: 'Run',
    keys: ['Shift+>'],
    hint: 'Shift .',
    why: run('run.step'),
    run: () => stepRun(10),
  },
  {
    id: 'run.checkpoint',
    title: 'Write a checkpoint',
    group: 'Run',
    keys: ['c'],
    hint: 'C',
    why: run('run.checkpoint'),
    run: checkpointRun,
  },
  {
    id: 'run.stop',
    title: 'Stop and save',
    group: 'Run',
    keys: ['s'],
    hint: 'S',
    why: run('run.stop'),
    run: stopRun,
  },
  {
    id: 'run.rate',
    title: 'Change the learning rate',
    group: 'Run',
    keys: ['u'],
    hint: 'U',
    why: run('run.setLearningRate'),
    run: () => openDialog('rate'),
  },
  {
    id: 'run.extend',
    title: 'Extend the run',
    group: 'Run',
    why: () => run('run.extend')() ?? noRun(),
    run: () => openDialog('extend'),
  },
  {
    id: 'run.branch',
    title: 'Branch from the newest checkpoint',
    group: 'Run',
    why: () => run('run.branch')() ?? noRun() ?? noCheckpoint(),
    run: branchPresent,
  },
  {
    id: 'run.export',
    title: 'Export the run',
    group: 'Run',
    keys: ['x'],
    hint: 'X',
    why: () => run('run.export')() ?? noRun(),
    run: () => openDialog('export'),
  },
  {
    id: 'run.import',
    title: 'Import a Hugging Face model',
    group: 'Run',
    why: run('run.import'),
    run: () => openDialog('import'),
  },
  {
    id: 'run.discard',
    title: 'Stop without saving',
    group: 'Run',
    why: run('run.stop'),
    run: discardRun,
  },
  {
    id: 'run.new',
    title: 'Set up a run',
    group: 'Run',
    keys: ['n'],
    hint: 'N',
    why: ended,
    run: () => setSetupOpen(true),
  },
  {
    id: 'run.restore',
    title: 'Stored runs',
    group: 'Run',
    keys: ['r'],
    hint: 'R',
    why: connected,
    run: () => openDialog('runs'),
  },
  {
    id: 'corpus.open',
    title: 'Open a text',
    group: 'Corpus',
    keys: ['o'],
    hint: 'O',
    why: connected,
    run: chooseCorpus,
  },
  {
    id: 'corpus.sample',
    title: 'Use the sample corpus',
    group: 'Corpus',
    why: connected,
    run: () => openCorpus({ kind: 'sample' }),
  },
  {
    id: 'view.frame',
    title: 'Frame the whole lattice',
    group: 'View',
    keys: ['Home'],
    hint: 'Home',
    why: always,
    run: requestFrameAll,
  },
  {
    id: 'view.figures',
    title: 'Show or hide the scene’s figures',
    group: 'View',
    keys: ['h'],
    hint: 'H',
    why: always,
    run: toggleFigures,
  },
  {
    id: 'view.dark',
    title: 'Dark theme',
    group: 'View',
    why: always,
    run: () => setThemeChoice('dark'),
  },
  {
    id: 'view.light',
    title: 'Light theme',
    group: 'View',
    why: always,
    run: () => setThemeChoice('light'),
  },
  {
    id: 'view.system',
    title: 'Theme of the system',
    group: 'View',
    why: always,
    run: () => setThemeChoice('system'),
  },
  {
    id: 'view.deselect',
    title: 'Deselect',
    group: 'View',
    keys: ['Escape'],
    hint: 'Esc',
    keyOnly: true,
    why: always,
    run: () => select(undefined),
  },
  ...STAGE_COMMANDS,
  {
    id: 'view.palette',
    title: 'Command palette',
    group: 'Help',
    keys: ['$mod+k'],
    hint: 'Ctrl K',
    keyOnly: true,
    why: always,
    run: () => toggleDialog('palette'),
  },
  {
    id: 'help.keys',
    title: 'Keys',
    group: 'Help',
    keys: ['Shift+?', '?'],
    hint: '?',
    why: always,
    run: () => toggleDialog('keys'),
  },
];

/** Gives a command by name if it can be given now: how the native menu's intents arrive. */
export function giveCommand(id: ShellIntent | (string & {})): void {
  const command = WINDOW_COMMANDS.find((candidate) => candidate.id === id);
  if (command && command.why() === undefined) void command.run();
}
