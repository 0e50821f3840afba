export type TokenizerKind = 'char' | 'byte' | 'bpe';

/** Which part of a corpus validates. Each file is a document. */
export interface CorpusSplit {
  /** tail: the end of the whole text; each: the end of each document; documents: whole ones, each folder giving its share. */
  readonly kind: 'tail' | 'each' | 'documents';
  /** Share of the text, above 0 and at most 0.5. */
  readonly validation: number;
  /** Which documents are drawn. */
  readonly seed?: number;
}

export interface CorpusOpenParams {
  readonly source: CorpusSource;
  readonly tokenizer: TokenizerKind;
  /** bpe: tokens to learn; absent: 4,096. Fewer when no pair occurs twice. */
  readonly vocabulary?: number;
  /** bpe: absolute path of a tokenizer.json to use instead of learning one. */
  readonly tokenizerFile?: string;
  /** Absent: the last tenth validates. */
  readonly split?: CorpusSplit;
  /** The client's own name for this call: topic work.progress tells of it meanwhile, and work.cancel ends it. */
  readonly workId?: string;
}

/** Where a corpus comes from. `text` carries an uploaded or dropped file's content. */
export type CorpusSource =
  | { readonly kind: 'sample' }
  | { readonly kind: 'files'; readonly paths: readonly string[] }
  | { readonly kind: 'text'; readonly name: string; readonly text: string };

/** An opened corpus: what a run trains on, and the entropies any model can be held against. */
export interface CorpusInfo {
  readonly corpusId: string;
  readonly name: string;
  readonly source: CorpusSource['kind'];
  readonly bytes: number;
  /** When another than the last tenth validates. */
  readonly split?: CorpusSplit;
  /** SHA-256 of the concatenated bytes, lower-case hexadecimal. */
  readonly sha256: string;
  readonly tokenizer: TokenizerKind;
  readonly vocabulary: number;
  readonly trainTokens: number;
  readonly validationTokens: number;
  /** Entropy of one token by its frequency, in nats, over the training split. */
  readonly unigramEntropyNats: number;
  /** Entropy of a token given the one before, in nats, over the training split. */
  readonly bigramEntropyNats: number;
  /** Absent: too many tokens of too many kinds to count. Of a text short against its vocabulary far below what can be learnt. */
  readonly trigramEntropyNats?: number;
  /** First characters of the text, for the reader. */
  readonly excerpt: string;
  /** Text of each token, in id order, for labels; bytes that are not text are written \xNN. */
  readonly tokenTexts: readonly string[];
}
