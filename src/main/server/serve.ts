import { createHost, type Host } from '../host/host.ts';
import { reasonOf } from '../host/log.ts';
import { runsDirectory } from '../host/shell/default-directories.ts';
import { createEndRequests } from '../host/shell/end-requests.ts';
import { createPageFiles } from '../host/shell/page-files.ts';
import { findProduct } from '../host/shell/product.ts';
import { isUnsaved, saveUnsaved } from '../host/shell/save-unsaved.ts';
import { jsonVoice, plainVoice, type Voice } from './console-voice.ts';
import { openBrowser } from './open-browser.ts';
import type { ServerOptions } from './server-options.ts';
import { onTypedLine } from './typed-lines.ts';
import { startWebServer, type WebServer } from './web-server.ts';

/**
 * Runs the web shell until a signal ends it: host, server, links, and at the end what was not saved.
 * Resolves with the exit code; rejects with an error whose message is for the reader when it cannot start.
 */
export async function serve(options: ServerOptions): Promise<number> {
  const product = findProduct();
  const runs = runsDirectory(options.runs);
  const files = createPageFiles(product.pageDirectory);
  const host = createHost({
    runsDirectory: runs,
    resourcesDirectory: product.resourcesDirectory,
    shell: 'web',
    version: product.version,
  });
  let server: WebServer;
  try {
    server = await startWebServer({
      port: options.port,
      files,
      pageOrigin: options.pageOrigin,
      onClient: (transport) => host.connect(transport),
    });
  } catch (error) {
    await host.close();
    throw new Error(portProblem(error, options.port), { cause: error });
  }
  const context = { port: server.port, runsDirectory: runs };
  const write = (line: string) => console.log(line);
  const voice = options.json ? jsonVoice(write, context) : plainVoice(write, context);

  const ended = endRequested(voice); // heard from before the link is known
  await giveLinks(server, voice, options.open);
  const sound = await ended;
  const saved = await save(host, voice);
  await server.close();
  await host.close({ discard: !saved }); // what could not be saved once is not tried again
  return sound && saved ? 0 : 1;
}

/** Prints the first link, and another for each line typed. */
async function giveLinks(server: WebServer, voice: Voice, open: boolean): Promise<void> {
  const url = server.newLink();
  voice.link(url);
  if (open && !(await openBrowser(url)))
    voice.note('No browser could be opened here: open the link yourself.');
  onTypedLine(() => voice.link(server.newLink()));
}

/**
 * Resolves at the first request to end, with true, or at a defect of the program, with false: either way what is
 * unsaved is saved first. When the user insists, the process ends at once.
 */
function endRequested(voice: Voice): Promise<boolean> {
  const request = createEndRequests();
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (request() === 'insists') process.exit(1);
        resolve(true);
      });
    }
    process.once('uncaughtException', (error) => {
      voice.failed(`A defect of the program: ${reasonOf(error)}`);
      resolve(false);
    });
  });
}

/** Saves what is unsaved and says so; false when that failed. */
async function save(host: Host, voice: Voice): Promise<boolean> {
  const { step, runId } = host.status();
  try {
    if (isUnsaved(host.status())) voice.saving(step);
    voice.saved(await saveUnsaved(host), runId);
    return true;
  } catch (error) {
    voice.failed(`The last steps could not be saved: ${reasonOf(error)}`);
    return false;
  }
}

function portProblem(error: unknown, port: number): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EADDRINUSE') {
    return `Port ${port} is in use by another program: name another with --port, or none for any free one.`;
  }
  if (code === 'EACCES')
    return `Port ${port} needs rights this user does not have: name one above 1023.`;
  return reasonOf(error);
}
