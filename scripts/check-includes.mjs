// Checks that the engine's folders include only folders below them. The table is ARCHITECTURE.md's line for native code.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const RANKS = [
  ['base'],
  ['math', 'sync', 'topology'],
  ['text', 'primes'],
  ['lattice', 'model'],
  ['spheres', 'telemetry'],
  ['control', 'training'],
  ['exchange'],
  ['session'],
];

const rank = new Map(RANKS.flatMap((folders, r) => folders.map((folder) => [folder, r])));
const problems = [];
let files = 0;
for (const folder of readdirSync('native/engine')) {
  if (!rank.has(folder)) {
    problems.push(
      `native/engine/${folder}: a folder without a rank; add it to scripts/check-includes.mjs`,
    );
    continue;
  }
  for (const name of readdirSync(join('native/engine', folder))) {
    if (!/\.(hpp|cpp)$/.test(name)) continue;
    files += 1;
    const path = join('native/engine', folder, name);
    const text = readFileSync(path, 'utf8');
    for (const [, target] of text.matchAll(/#include "engine\/([a-z_]+)\//g)) {
      const allowed = target === folder || (rank.get(target) ?? Infinity) < rank.get(folder);
      if (!allowed) problems.push(`${path}: ${folder} may not include ${target}`);
    }
    for (const [line] of text.matchAll(/#include [<"](node_api|napi|cmath|math)\.?h?[>"]/g))
      problems.push(`${path}: ${line} (the engine knows no JavaScript and no libm)`);
    for (const [line] of text.matchAll(/#include "(?!engine\/)[^"]*"/g))
      problems.push(`${path}: ${line} (include by full path, "engine/...")`);
    if (name.endsWith('.hpp') && !text.includes('#pragma once'))
      problems.push(`${path}: no #pragma once`);
  }
}
if (files < 20)
  problems.push(`only ${files} engine files seen: the checker looks in the wrong place`);
problems.forEach((problem) => console.error(problem));
console.log(`includes: ${files} files, ${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);
