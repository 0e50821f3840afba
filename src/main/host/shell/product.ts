import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Where the built program lies, found from one of its own files in out/main (or out/main/chunks). */
export interface Product {
  readonly version: string;
  /** Holds package.json, out/ and native/build/. */
  readonly root: string;
  /** The built page. */
  readonly pageDirectory: string;
  /** Files that come with the program: the sample corpus. */
  readonly resourcesDirectory: string;
  readonly preloadFile: string;
  /** The web shell's entry. */
  readonly serverFile: string;
}

/** Walks up from `from` to the folder whose package.json is this product's. Throws when there is none. */
export function findProduct(from: string = import.meta.dirname): Product {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const manifest = readManifest(path.join(folder, 'package.json'));
    if (manifest?.name === 'crystalline-studio') {
      const out = path.join(folder, 'out');
      return {
        version: manifest.version,
        root: folder,
        pageDirectory: path.join(out, 'renderer'),
        resourcesDirectory: path.join(out, 'resources'),
        preloadFile: path.join(out, 'preload/index.cjs'),
        serverFile: path.join(out, 'main/server.js'),
      };
    }
    if (folder === path.dirname(folder)) {
      throw new Error(`The program is not complete: no package.json above ${from}.`);
    }
  }
}

function readManifest(file: string): { name: string; version: string } | undefined {
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, 'utf8')) as { name: string; version: string };
}
