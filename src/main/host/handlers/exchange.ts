import path from 'node:path';
import { exportRun, type ExportContext } from '../exchange/export-run.ts';
import { readImportFolder } from '../exchange/import-folder.ts';
import type { Handlers } from '../../../shared/rpc/rpc-server.ts';
import type { ImportParams } from '../../../shared/contract/exchange.ts';
import type { RunController } from '../runs/run-controller.ts';
import type { Work } from '../work/work.ts';
import type { WorkDesk } from '../work/work-desk.ts';

/** Share of an import that its text takes, and with its weights. */
const TEXT = 0.7;
const WEIGHTS = 0.95;

export function exchangeHandlers(
  context: ExportContext,
  controller: RunController,
  works: WorkDesk,
) {
  const importRun = async ({ folder, source, split, config }: ImportParams, work: Work) => {
    const imported = await readImportFolder(path.resolve(folder));
    const corpus = await context.corpora.add(
      {
        ...{ source, tokenizer: 'bpe', tokenizerFile: imported.tokenizer },
        ...(split && { split }),
      },
      work,
      TEXT,
    );
    const whole = { ...config, model: imported.model, corpusId: corpus.info.corpusId };
    work.stage(WEIGHTS);
    return controller.begin(whole, { file: imported.weights, workId: work.id });
  };
  return {
    'run.export': (params) =>
      works.watch(params.workId, (work) => exportRun(context, params, work)),
    'run.import': (params) => works.watch(params.workId, (work) => importRun(params, work)),
    'work.cancel': ({ workId }) => works.cancel(workId),
  } satisfies Partial<Handlers>;
}
