// `node sources.mjs engine|addon`: the sources for binding.gyp, paths from this folder. The folders named here spend most of a compilation
// on the same headers and templates: their files are compiled some at a time, through files written to build/gathered, which halves the whole.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';

const GATHERED = 'base control exchange session spheres telemetry text topology training'
  .split(' ')
  .map((name) => `engine/${name}`)
  .concat('addon');
/** More would keep a change waiting: all of them are compiled again with it. */
const FILES_AT_A_TIME = 5;

const sourcesOf = (folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.cpp'))
    .sort()
    .map((name) => `${folder}/${name}`);

/** Writes only what changed, so that make compiles only what changed. */
function write(path, text) {
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text);
  return path;
}

function gathered(folder) {
  const files = sourcesOf(folder);
  return Array.from({ length: Math.ceil(files.length / FILES_AT_A_TIME) }, (_, unit) => {
    const some = files.slice(unit * FILES_AT_A_TIME, (unit + 1) * FILES_AT_A_TIME);
    const text = some.map((file) => `#include "${file}"\n`).join('');
    return write(`build/gathered/${folder.replace('/', '-')}-${unit + 1}.cpp`, text);
  });
}

mkdirSync('build/gathered', { recursive: true });
const folders =
  process.argv[2] === 'addon' ? ['addon'] : readdirSync('engine').map((name) => `engine/${name}`);
const sources = folders
  .sort()
  .flatMap((folder) => (GATHERED.includes(folder) ? gathered(folder) : sourcesOf(folder)));
console.log(sources.join(' '));
