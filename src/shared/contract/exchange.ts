import type { CorpusSource, CorpusSplit } from './corpus.ts';
import type { RunConfig } from './run.ts';

/** hf: a folder for Hugging Face's libraries; gguf: a file for llama.cpp; csv, jsonl: the run's metrics. */
export const EXPORT_FORMATS = ['hf', 'gguf', 'csv', 'jsonl'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** How weights are stored; hf knows f32 and f16 only. */
export const WEIGHT_TYPES = ['f32', 'f16', 'q8_0'] as const;
export type WeightType = (typeof WEIGHT_TYPES)[number];

export interface ExportParams {
  readonly runId: string;
  readonly format: ExportFormat;
  /** Of the weights; absent: f32. */
  readonly type?: WeightType;
  /** One of the run's checkpoints; absent: the newest sound one. */
  readonly checkpoint?: string;
  /** The client's own name for this call: topic work.progress tells of it meanwhile, and work.cancel ends it. */
  readonly workId?: string;
}

export interface ExportResult {
  /** The folder or file that was written, in the run's export folder. */
  readonly path: string;
  readonly bytes: number;
  /** What the format cannot carry, in sentences. */
  readonly notes: readonly string[];
}

/** A GPT-2 model of others, to be trained further as a run of its own. */
export interface ImportParams {
  /** Absolute path of a Hugging Face folder: config.json, model.safetensors, tokenizer.json. */
  readonly folder: string;
  /** The text to train on: it is read with the folder's tokenizer. */
  readonly source: CorpusSource;
  readonly split?: CorpusSplit;
  readonly config: Omit<RunConfig, 'corpusId' | 'model'>;
  /** The client's own name for this call: topic work.progress tells of it meanwhile, and work.cancel ends it. */
  readonly workId?: string;
}
