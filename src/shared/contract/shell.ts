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

/** Path of the web shell's WebSocket, on the page's own origin. */
export const SOCKET_PATH = '/rpc';

/**
 * How the Electron page gets its carrier. The page posts `request` to its own window; the preload answers with `offer`
 * and one MessagePort. A later request gets another port and closes the one before.
 */
export const PORT_HANDSHAKE = {
  request: 'crystalline:request-port',
  offer: 'crystalline:offer-port',
} as const;

/** Origin of the page in the Electron shell; anywhere else the page opens a WebSocket. */
export const ELECTRON_ORIGIN = 'app://studio';
/** Query parameter that tells a page served by the development server to ask for a port: `?carrier=port`. */
export const CARRIER_PARAMETER = 'carrier';
