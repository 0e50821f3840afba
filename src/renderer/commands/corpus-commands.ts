import { LIMITS } from '../../shared/contract/limits.ts';
import type { CorpusSource, TokenizerKind } from '../../shared/contract/corpus.ts';
import {
  beginOpening,
  endOpening,
  setCorpus,
  setCorpusProblem,
  useCorpus,
} from '../store/corpus-slice.ts';
import { callHost, failureCode, failureMessage } from './host-call.ts';
import { isActive } from './run-availability.ts';
import { notify } from '../store/notice-slice.ts';
import { suggestDraftName } from '../store/draft-slice.ts';
import { useRun } from '../store/run-slice.ts';
import { useSession } from '../store/session-slice.ts';
import { watchWork } from './work-commands.ts';

const REPLACEMENT_CHARACTER = '\ufffd';
/** JSON may write a character of the text as two bytes or more: half of a message is safe for plain text. */
const UPLOAD_BYTES = LIMITS.messageBytes / 2;

let openings = 0;

/** Opens a corpus for the next run. The newest request wins; a failure leaves the corpus before it. */
export async function openCorpus(
  source: CorpusSource,
  tokenizer: TokenizerKind = useCorpus.getState().tokenizer,
): Promise<void> {
  const name = sourceName(source);
  const opening = (openings += 1);
  const isNewest = () => opening === openings && useCorpus.getState().opening === name;
  beginOpening(name);
  try {
    const { vocabulary } = useCorpus.getState();
    const learnt = tokenizer === 'bpe' && { vocabulary };
    const corpus = await watchWork('corpus', (workId) =>
      callHost('corpus.open', { source, tokenizer, ...learnt, workId }),
    );
    if (!isNewest()) return;
    setCorpus(corpus, source);
    suggestDraftName(nameOfRun(corpus.name));
    if (isActive(useRun.getState().status.state)) {
      notify({ level: 'info', title: `${corpus.name} is open for the next run` });
    }
  } catch (error) {
    if (!isNewest()) return;
    if (failureCode(error) === 'cancelled') endOpening();
    else setCorpusProblem(failureMessage(error));
  }
}

/** Opens the present corpus again, for instance with another tokenizer or on a restarted host. */
export function reopenCorpus(tokenizer?: TokenizerKind): Promise<void> {
  return openCorpus(useCorpus.getState().source ?? { kind: 'sample' }, tokenizer);
}

/** Lets the user choose text files: with the host's own dialog where there is one, else the page's. */
export async function chooseCorpus(): Promise<void> {
  if (!useSession.getState().info?.capabilities.includes('choose-files')) {
    chooseInPage();
    return;
  }
  try {
    const { paths } = await callHost('corpus.choose', null);
    if (paths.length > 0) await openCorpus({ kind: 'files', paths });
  } catch (error) {
    notify({ level: 'error', title: 'No file was chosen', message: failureMessage(error) });
  }
}

/** Sends a chosen or dropped file's text to the host. */
export async function openFile(file: File): Promise<void> {
  if (file.size > UPLOAD_BYTES) {
    setCorpusProblem(
      `${file.name} has ${megabytes(file.size)}; a browser can send at most ${megabytes(UPLOAD_BYTES)}. ` +
        'On the machine itself, crystalline train FILE takes texts of any size.',
    );
    return;
  }
  const text = await file.text();
  if (text.includes(REPLACEMENT_CHARACTER)) {
    notify({
      level: 'warning',
      title: `${file.name} is not all UTF-8`,
      message: 'Bytes that are no text were replaced.',
    });
  }
  await openCorpus({ kind: 'text', name: file.name, text });
}

/** A run's name after its corpus: moby-dick for Moby Dick.txt. */
export function nameOfRun(corpusName: string): string {
  const stem = corpusName.replace(/\.[A-Za-z0-9]{1,5}$/, '');
  const name = stem.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-');
  return name.replace(/^-+|-+$/g, '').slice(0, LIMITS.nameLength) || 'run';
}

function chooseInPage(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = 'text/*,.txt,.md,.csv,.json,.xml,.html';
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    if (file) void openFile(file);
  });
  input.click();
}

function sourceName(source: CorpusSource): string {
  switch (source.kind) {
    case 'sample':
      return 'Moby Dick';
    case 'text':
      return source.name;
    case 'files':
      return source.paths.map((path) => path.split(/[\\/]/).at(-1)).join(', ');
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
