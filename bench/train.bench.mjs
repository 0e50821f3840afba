// Training throughput of the presets beside PyTorch's, in alternating rounds of one run: the same model, text, vocabulary, batch, optimiser and schedule.
//   npm run bench -- train [--model baby|big|all] [--threads 1|2|all] [--rounds 3] [--text file] [--json]
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { VOCABULARY, writeSampleText } from './peers/sample-text.mjs';
import { missingOfTorch, timeTorch } from './peers/torch.mjs';

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'all' },
    threads: { type: 'string', default: 'all' },
    rounds: { type: 'string', default: '3' },
    text: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
/** Blocks of `steps` steps; the first is left out of the figures. */
const MODELS = {
  baby: { shape: { blocks: 4, heads: 4, width: 128, context: 64, batch: 12 }, steps: 40 },
  big: { shape: { blocks: 6, heads: 6, width: 384, context: 256, batch: 8 }, steps: 2 },
};
const BLOCKS = 5;
const choose = (word, all) => (word === 'all' ? all : [word]);
const models = choose(values.model, Object.keys(MODELS));
const threadCounts = choose(values.threads, ['1', '2']).map(Number);
if (!models.every((name) => MODELS[name]) || !threadCounts.every((n) => n > 0)) {
  console.error('--model is baby, big or all; --threads a number or all');
  process.exit(2);
}
const rounds = Number(values.rounds);
const folder = mkdtempSync(join(tmpdir(), 'crystalline-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const text = values.text ?? join(folder, 'sample.txt');
if (!values.text) writeSampleText('out/resources/moby-dick/data.txt', text);

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Resident memory of a process in MB: `peak` the highest so far of all, `own` now without the mapped files (Node itself). */
function memoryOf(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const of = (name) => Number(status.match(`${name}:\\s+(\\d+) kB`)?.[1]) / 1024;
    return { peak: of('VmHWM'), own: of('RssAnon') };
  } catch {
    return undefined; // it has ended, or this is no Linux
  }
}

/** Runs the command line, JavaScript and all, and looks at its memory until it ends. */
function runOurs(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['bin/crystalline.mjs', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [output, complaint] = ['', ''];
    const most = { peak: 0, own: 0 };
    const look = setInterval(() => {
      const { peak, own } = memoryOf(child.pid) ?? most;
      if (peak > 0) Object.assign(most, { peak, own: Math.max(own, most.own) });
    }, 20);
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (complaint += data));
    child.on('close', (status) => {
      clearInterval(look);
      if (status !== 0) return reject(new Error(complaint));
      resolve({ result: JSON.parse(output.trim().split('\n').at(-1)), memory: most });
    });
  });
}

/** Most resident memory, in MB, of Node.js doing nothing. */
async function idleMegabytes() {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => undefined, 500)']);
  const ended = new Promise((resolve) => child.on('close', resolve));
  let peak = 0;
  const look = setInterval(() => (peak = Math.max(peak, memoryOf(child.pid)?.peak ?? 0)), 20);
  await ended;
  clearInterval(look);
  return Math.round(peak);
}

/** What the fixed-order reduction of a step's lanes costs one thread, of all its work in the step. */
function reductionOf(name) {
  const build = ['--build', 'build/bench', '--target', 'step_bench'];
  spawnSync('cmake', ['-S', 'native', '-B', 'build/bench', '-DBENCH=ON', '-DTESTS=OFF']);
  if (spawnSync('cmake', build).status !== 0) return undefined;
  const run = spawnSync('build/bench/step_bench', [name, '5', '1'], { encoding: 'utf8' });
  if (run.status !== 0) return undefined;
  const { reduce_ms, reduce_percent, adamw_ms } = JSON.parse(run.stdout);
  return { reduce_ms, reduce_percent, adamw_ms };
}

async function ours(name, threads) {
  const runs = mkdtempSync(join(folder, 'runs-'));
  const { steps } = MODELS[name];
  const { result, memory } = await runOurs([
    ...['train', text, '--tokenizer', 'char', '--model', name, '--threads', `${threads}`],
    ...['--steps', `${steps * (BLOCKS + 1)}`, '--validate-every', '0', '--runs', runs, '--json'],
  ]);
  const rows = readFileSync(join(result.run_dir, 'metrics.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).stepMs);
  const blocks = Array.from({ length: BLOCKS }, (_, b) => {
    const block = rows.slice((b + 1) * steps, (b + 2) * steps);
    return block.reduce((sum, ms) => sum + ms, 0) / block.length;
  });
  rmSync(runs, { recursive: true, force: true });
  return { ms: median(blocks), memory, parameters: result.parameters };
}

/** Operations of one step's products, forward and backward, attention's masked half included as the usual count does. */
function operations({ blocks, width, context, batch }) {
  const weights = blocks * 12 * width * width + VOCABULARY * width;
  return batch * context * (6 * weights + 12 * blocks * context * width);
}

/** Multiply-adds of `threads` threads in registers, 10^9 operations a second. */
function peakGflops(threads) {
  const program = join(folder, 'peak');
  const source = ['bench/native/peak_bench.cpp', 'native/engine/math/isa.cpp'];
  const compiler = (process.env.CXX ?? 'c++').split(' ');
  spawnSync(compiler[0], [
    ...compiler.slice(1),
    ...['-std=c++20', '-O2', '-pthread', '-Inative', '-o', program, ...source],
  ]);
  const run = spawnSync(program, [`${threads}`], { encoding: 'utf8' });
  return run.status === 0 ? JSON.parse(run.stdout).gflops : undefined;
}

function print(result) {
  if (values.json) return console.log(JSON.stringify(result));
  const row = (name, tokens, ms, megabytes) =>
    console.log(
      `${name.padEnd(40)}${Math.round(tokens).toLocaleString('en').padStart(9)} tokens/s${ms.toFixed(2).padStart(10)} ms a step${Math.round(megabytes).toLocaleString('en').padStart(7)} MB at most`,
    );
  console.log(
    `\n${result.model}, ${result.threads} thread${result.threads > 1 ? 's' : ''}, vocabulary ${VOCABULARY}, ${rounds} alternating rounds, medians`,
  );
  row('Crystalline Studio', result.tokens_per_second, result.ms_per_step, result.peak_mb);
  if (result.percent_of_peak !== null)
    console.log(
      `  ${result.percent_of_peak} % of the measured ${Math.round(result.peak_gflops)} GF/s`,
    );
  console.log(
    `  ${result.peak_own_mb} MB of it without mapped files; Node.js doing nothing has ${result.idle_node_mb} MB at most`,
  );
  if (result.reduce_ms !== undefined)
    console.log(
      `  reduction ${result.reduce_ms} ms of one thread, ${result.reduce_percent} % of the step's work; AdamW ${result.adamw_ms} ms`,
    );
  if (result.ratio === null) return;
  row(
    `${result.peer} (${result.peer_blas})`,
    result.peer_tokens_per_second,
    result.peer_ms_per_step,
    result.peer_peak_mb,
  );
  console.log(`  ratio ${result.ratio.toFixed(2)}`);
}

async function compare(name, threads) {
  const { shape, steps } = MODELS[name];
  const mine = [];
  const peers = [];
  for (let round = 0; round < rounds; round += 1) {
    mine.push(await ours(name, threads));
    const peer = timeTorch(shape, threads, text, steps);
    if (peer) peers.push(peer);
  }
  const ms = median(mine.map((run) => run.ms));
  const peerMs = peers.length > 0 ? median(peers.map((run) => run.ms_per_step)) : null;
  const rate = (each) => (each === null ? null : (shape.batch * shape.context * 1e3) / each);
  const peak = peakGflops(threads);
  const result = {
    ...{ area: 'train', model: name, threads, parameters: mine[0].parameters },
    ...{ tokens_per_second: Math.round(rate(ms)), ms_per_step: Number(ms.toFixed(3)) },
    peak_mb: Math.round(median(mine.map((run) => run.memory.peak))),
    peak_own_mb: Math.round(median(mine.map((run) => run.memory.own))),
    idle_node_mb: await idleMegabytes(),
    ...reductionOf(name),
    peak_gflops: peak ?? null,
    percent_of_peak: peak ? Number((operations(shape) / ms / 1e4 / peak).toFixed(1)) : null,
    peer: peers[0]?.peer ?? null,
    peer_blas: peers[0]?.blas ?? null,
    peer_tokens_per_second: peerMs && Math.round(rate(peerMs)),
    peer_ms_per_step: peerMs,
    peer_peak_mb: peers[0]?.rss_mb ?? null,
    ratio: peerMs && Number((peerMs / ms).toFixed(3)),
  };
  print(result);
  return result;
}

const missing = missingOfTorch();
if (missing)
  console.log(values.json ? JSON.stringify({ absent: missing }) : `${missing} is not installed`);
const one = {};
for (const name of models) {
  for (const threads of threadCounts) {
    const result = await compare(name, threads);
    if (threads === 1) one[name] = result;
    else if (one[name] && !values.json) {
      const gain = one[name].ms_per_step / result.ms_per_step;
      console.log(`  ${threads} threads over 1: ${gain.toFixed(2)} times`);
    }
  }
}
