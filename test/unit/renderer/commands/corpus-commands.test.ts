import { beforeEach, describe, expect, it } from 'vitest';
import { CORPUS, answerCalls, resetWindow } from '../../../helpers/window-fixture.ts';
import { CallError } from '../../../../src/shared/rpc/call-error.ts';
import {
  nameOfRun,
  openCorpus,
  openFile,
  reopenCorpus,
} from '../../../../src/renderer/commands/corpus-commands.ts';
import { setDraftName, useDraft } from '../../../../src/renderer/store/draft-slice.ts';
import { useCorpus } from '../../../../src/renderer/store/corpus-slice.ts';
import { useNotices } from '../../../../src/renderer/store/notice-slice.ts';

beforeEach(() => resetWindow());

describe('opening a corpus', () => {
  it('names the run after it, unless the user has', async () => {
    answerCalls({ 'corpus.open': { ...CORPUS, name: 'Hamlet, Act I.txt', corpusId: 'c2' } });
    await openCorpus({ kind: 'text', name: 'Hamlet, Act I.txt', text: 'To be' });
    expect(useDraft.getState().draft.name).toBe('hamlet-act-i');
    setDraftName('my run');
    await openCorpus({ kind: 'sample' });
    expect(useDraft.getState().draft.name).toBe('my run');
  });

  it('keeps the corpus before it when it fails, with the host’s words', async () => {
    answerCalls({ 'corpus.open': new CallError('io-failed', '/x cannot be read.') });
    await openCorpus({ kind: 'files', paths: ['/x'] });
    expect(useCorpus.getState()).toMatchObject({
      corpus: CORPUS,
      opening: undefined,
      problem: '/x cannot be read.',
    });
  });

  it('opens the same source again for another tokenizer', async () => {
    const calls = answerCalls({ 'corpus.open': { ...CORPUS, tokenizer: 'byte' } });
    await reopenCorpus('byte');
    expect(calls[0]?.params).toMatchObject({ source: { kind: 'sample' }, tokenizer: 'byte' });
    expect(useCorpus.getState().tokenizer).toBe('byte');
  });

  it('sends a dropped file’s text, and says when it is not UTF-8', async () => {
    const calls = answerCalls({ 'corpus.open': CORPUS });
    await openFile(new File([new Uint8Array([65, 0xff, 66])], 'a.txt'));
    expect(calls[0]?.params).toMatchObject({ source: { kind: 'text', name: 'a.txt' } });
    expect(useNotices.getState().notices).toMatchObject([{ level: 'warning' }]);
  });

  it('refuses a file that no message can carry, before sending it', async () => {
    const calls = answerCalls({});
    const huge = { name: 'huge.txt', size: 100e6 } as File;
    await openFile(huge);
    expect(calls).toEqual([]);
    expect(useCorpus.getState().problem).toBe(
      'huge.txt has 100.0 MB; a browser can send at most 33.6 MB. ' +
        'On the machine itself, crystalline train FILE takes texts of any size.',
    );
  });

  it('makes a name of whatever the corpus is called', () => {
    expect(nameOfRun('Moby Dick')).toBe('moby-dick');
    expect(nameOfRun('Фауст.txt')).toBe('фауст');
    expect(nameOfRun('…')).toBe('run');
  });
});
