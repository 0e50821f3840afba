#!/usr/bin/env node
// The `crystalline` command: loads the built program, or says how to build it.
import { existsSync } from 'node:fs';

const program = new URL('../out/main/cli.js', import.meta.url);
if (existsSync(program)) {
  await import(program.href);
} else {
  console.error('crystalline: the program is not built yet. Run: npm run build');
  process.exit(1);
}
