import { CallError } from '../../../shared/rpc/call-error.ts';
import type { CorpusLibrary } from '../corpora/corpus-library.ts';
import type { Handlers } from '../../../shared/rpc/rpc-server.ts';

/** `chooseFiles` opens the shell's file dialog, where it has one. */
export function corpusHandlers(
  corpora: CorpusLibrary,
  chooseFiles: (() => Promise<readonly string[]>) | undefined,
) {
  return {
    'corpus.open': async (params) => (await corpora.add(params)).info,
    'corpus.choose': async () => {
      if (chooseFiles) return { paths: await chooseFiles() };
      throw new CallError('unsupported', 'This shell has no file dialog: choose in the page.');
    },
  } satisfies Partial<Handlers>;
}
