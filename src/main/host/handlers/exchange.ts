import path from 'node:path';
import { exportRun, type ExportContext } from '../exchange/export-run.ts';
import { readImportFolder } from '../exchange/import-folder.ts';
import type { Handlers } from '../../../shared/rpc/rpc-server.ts';
import type { RunController } from '../runs/run-controller.ts';

export function exchangeHandlers(context: ExportContext, controller: RunController) {
  return {
    'run.export': (params) => exportRun(context, params),
    'run.import': async ({ folder, source, split, config }) => {
      const imported = await readImportFolder(path.resolve(folder));
      const corpus = await context.corpora.add({
        ...{ source, tokenizer: 'bpe', tokenizerFile: imported.tokenizer },
        ...(split && { split }),
      });
      const whole = { ...config, model: imported.model, corpusId: corpus.info.corpusId };
      return controller.begin(whole, imported.weights);
    },
  } satisfies Partial<Handlers>;
}
