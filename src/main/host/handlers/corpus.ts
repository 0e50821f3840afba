import { CallError } from '../../../shared/rpc/call-error.ts';
import type { CorpusLibrary } from '../corpora/corpus-library.ts';
import type { WorkDesk } from '../work/work-desk.ts';
import type { Handlers } from '../../../shared/rpc/rpc-server.ts';

/** `chooseFiles` opens the shell's file dialog, where it has one. */
export function corpusHandlers(
  corpora: CorpusLibrary,
  works: WorkDesk,
  chooseFiles: (() => Promise<readonly string[]>) | undefined,
) {
  return {
    'corpus.open': async (params) =>
      (await works.watch(params.workId, (work) => corpora.add(params, work))).info,
    'corpus.choose': async () => {
      if (chooseFiles) return { paths: await chooseFiles() };
      throw new CallError('unsupported', 'This shell has no file dialog: choose in the page.');
    },
  } satisfies Partial<Handlers>;
}
