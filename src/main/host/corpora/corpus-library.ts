import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { CallError } from '../../../shared/rpc/call-error.ts';
import { digestFile, type FileDigest } from './file-digest.ts';
import { digestFiles } from './digest-files.ts';
import { SAMPLE_NAME, sampleCorpusFile } from './sample-corpus.ts';
import { CORPUS_COPY, TOKENIZER_FILE } from '../runs/run-store.ts';
import { UNWATCHED, type Work } from '../work/work.ts';
import type { CorpusInfo, CorpusOpenParams } from '../../../shared/contract/corpus.ts';
import type { CorpusRecord } from '../runs/run-record.ts';
import type { NativeCorpusRequest, NativeEngine } from '../engine/engine-types.ts';

/** Corpora the engine keeps open. */
const KEPT = 8;
/** Share of an opening that hashing its files takes. */
const HASHED = 0.1;

/** Where an opened corpus came from, with what a run needs to find it again. */
export type CorpusOrigin =
  | { readonly kind: 'sample' }
  | { readonly kind: 'files'; readonly files: readonly FileDigest[] }
  | { readonly kind: 'text'; readonly bytes: Uint8Array };

export interface OpenCorpus {
  readonly info: CorpusInfo;
  readonly origin: CorpusOrigin;
}

/** The corpora that are open in the engine, and how each was come by. */
export class CorpusLibrary {
  private readonly open = new Map<string, OpenCorpus>();

  constructor(
    private readonly engine: NativeEngine,
    private readonly resourcesDirectory: string | undefined,
  ) {}

  /** An opened corpus. Throws CallError `not-found`. */
  get(corpusId: string): OpenCorpus {
    const found = this.open.get(corpusId);
    if (found) return found;
    throw new CallError('not-found', `Corpus ${corpusId} is not open: open its text again.`);
  }

  /** Opens what a user chose; this brings the work to `end`. Throws CallError `cancelled` when the work was. */
  async add(
    { source, tokenizerFile, workId: _, ...how }: CorpusOpenParams,
    work: Work = UNWATCHED,
    end = 1,
  ): Promise<OpenCorpus> {
    const request = {
      ...how,
      ...(work.id > 0 && { workId: work.id }),
      ...(tokenizerFile !== undefined && { tokenizerJson: await readTokenizer(tokenizerFile) }),
    };
    switch (source.kind) {
      case 'sample': {
        const paths = [sampleCorpusFile(this.resourcesDirectory)];
        return this.read({ name: SAMPLE_NAME, paths, ...request }, { kind: 'sample' });
      }
      case 'files': {
        work.stage(HASHED * end);
        const files = await digestFiles(source.paths, work);
        work.stage(end);
        const name = filesName(source.paths);
        return this.read({ name, paths: source.paths, ...request }, { kind: 'files', files });
      }
      case 'text': {
        const bytes = Buffer.from(source.text, 'utf8');
        return this.read({ name: source.name, bytes, ...request }, { kind: 'text', bytes });
      }
    }
  }

  /** Opens the corpus of a stored run. Throws CallError `mismatch` naming a file that has changed, `not-found` one that is gone. */
  async reopen(stored: CorpusRecord, runDirectory: string): Promise<OpenCorpus> {
    const { name, tokenizer, split, origin } = stored;
    const request = {
      ...{ name, tokenizer },
      ...(split && { split }),
      ...(tokenizer === 'bpe' && {
        tokenizerJson: await readTokenizer(path.join(runDirectory, TOKENIZER_FILE)),
      }),
    };
    switch (origin.kind) {
      case 'sample': {
        const file = sampleCorpusFile(this.resourcesDirectory);
        await digestUnchanged({ path: file, bytes: stored.bytes, sha256: stored.sha256 });
        return this.read({ ...request, paths: [file] }, origin, stored);
      }
      case 'files': {
        const files = await Promise.all(origin.files.map(digestUnchanged));
        const paths = files.map((file) => file.path);
        return this.read({ ...request, paths }, { kind: 'files', files }, stored);
      }
      case 'text': {
        const copy = path.join(runDirectory, CORPUS_COPY);
        await digestUnchanged({ path: copy, bytes: stored.bytes, sha256: stored.sha256 });
        const bytes = await readFile(copy);
        return this.read({ ...request, bytes }, { kind: 'text', bytes }, stored);
      }
    }
  }

  private async read(
    request: NativeCorpusRequest,
    origin: CorpusOrigin,
    stored?: CorpusRecord,
  ): Promise<OpenCorpus> {
    const opened = await this.engine.openCorpus(request);
    if (stored && opened.sha256 !== stored.sha256) {
      throw new CallError(
        'mismatch',
        `The text of ${stored.name} has changed since the run began.`,
      );
    }
    const { split } = request;
    const info: CorpusInfo = { ...opened, source: origin.kind, ...(split && { split }) };
    const corpus: OpenCorpus = { info, origin };
    this.open.delete(opened.corpusId);
    this.open.set(opened.corpusId, corpus);
    for (const oldest of this.open.keys()) {
      if (this.open.size <= KEPT) break;
      this.open.delete(oldest);
    }
    return corpus;
  }
}

/** What run.json keeps of a corpus. */
export function corpusRecord({ info, origin }: OpenCorpus): CorpusRecord {
  const { name, tokenizer, bytes, sha256, split } = info;
  const base = { name, tokenizer, bytes, sha256, ...(split && { split: { ...split } }) };
  switch (origin.kind) {
    case 'sample':
    case 'text':
      return { ...base, origin: { kind: origin.kind } };
    case 'files':
      return { ...base, origin: { kind: 'files', files: [...origin.files] } };
  }
}

async function readTokenizer(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new CallError('not-found', `There is no file ${file}.`);
    throw new CallError('io-failed', `${file} cannot be read: ${message}`, { cause: error });
  }
}

async function digestUnchanged(stored: FileDigest): Promise<FileDigest> {
  const present = await digestFile(stored.path);
  if (present.sha256 === stored.sha256) return present;
  throw new CallError(
    'mismatch',
    `${stored.path} has changed since the run began: it has ${present.bytes} bytes with SHA-256 ` +
      `${present.sha256.slice(0, 12)}, the run was trained on ${stored.bytes} bytes with ${stored.sha256.slice(0, 12)}.`,
  );
}

function filesName(paths: readonly string[]): string {
  const first = path.basename(paths[0] ?? '');
  return paths.length === 1 ? first : `${first} and ${paths.length - 1} more`;
}
