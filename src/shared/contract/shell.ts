/** What a shell can do beyond the host: the page asks before it offers. */
export type ShellCapability =
  /** `corpus.choose` opens the system's file dialog; elsewhere it fails with `unsupported` and the page offers its own. */
  'choose-files';

/**
 * What the native menu can ask of the page: topic shell.intent. The page answers exactly as if the user had pressed
 * the key or the button of the same name; an intent that the present state does not allow is ignored.
 */
export const SHELL_INTENTS = [
  'corpus.open', // choose a corpus
  'run.start',
  'run.pause',
  'run.resume',
  'run.step',
  'run.checkpoint',
  'run.restore', // show the stored runs
  'run.stop',
  'view.palette', // the command palette
  'view.frame', // frame the whole scene
  'help.keys', // the list of keys
] as const;

export type ShellIntent = (typeof SHELL_INTENTS)[number];
