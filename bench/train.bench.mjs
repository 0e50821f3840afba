// Training throughput of the presets beside PyTorch's, in alternating rounds of one run: the same model, text, batch and optimiser.
//   npm run bench -- train [--model baby|big] [--threads 1|2] [--rounds 3] [--steps 60] [--json]
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'baby' },
    threads: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '3' },
    steps: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const MODELS = {
  baby: { blocks: 4, heads: 4, width: 128, context: 64, batch: 12, steps: 200 },
  big: { blocks: 6, heads: 6, width: 384, context: 256, batch: 8, steps: 6 },
};
const model = MODELS[values.model];
if (!model) {
  console.error(`--model ${values.model}: baby or big`);
  process.exit(2);
}
const steps = Number(values.steps ?? model.steps);
const rounds = Number(values.rounds);
const text = 'out/resources/moby-dick/data.txt';

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const lastLine = (output) => JSON.parse(output.trim().split('\n').at(-1));

/** The OpenMP build of OpenBLAS when it is installed: with the default one PyTorch's two thread pools fight. */
function openMpBlas() {
  const root = `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`;
  const folder = existsSync(root)
    ? readdirSync(root).find((name) => name === 'openblas-openmp')
    : undefined;
  return folder ? join(root, folder) : undefined;
}

function ours() {
  const runs = mkdtempSync(join(tmpdir(), 'crystalline-bench-'));
  const run = spawnSync(
    process.execPath,
    [
      ...['bin/crystalline.mjs', 'train', text, '--tokenizer', 'char', '--model', values.model],
      ...['--steps', `${steps}`, '--threads', values.threads, '--runs', runs, '--json'],
    ],
    { encoding: 'utf8' },
  );
  rmSync(runs, { recursive: true, force: true });
  if (run.status !== 0) throw new Error(run.stderr);
  const { tokens_per_second, ms_per_step, parameters } = lastLine(run.stdout);
  return { tokens_per_second, ms_per_step, parameters };
}

function torch() {
  const blas = openMpBlas();
  const env = {
    ...process.env,
    OMP_NUM_THREADS: values.threads,
    OPENBLAS_NUM_THREADS: values.threads,
    ...(blas ? { LD_LIBRARY_PATH: blas } : {}),
  };
  // A preset core type would slow the peer down: it chooses by the processor.
  delete env.OPENBLAS_CORETYPE;
  delete env.OPENBLAS_L2_SIZE;
  const shape = ['blocks', 'heads', 'width', 'context', 'batch'].flatMap((name) => [
    `--${name}`,
    `${model[name]}`,
  ]);
  const run = spawnSync(
    '/usr/bin/python3',
    [
      ...['bench/peers/torch_train.py', ...shape, '--threads', values.threads, '--text', text],
      ...['--steps', `${Math.max(2, Math.round(steps / 5))}`, '--rounds', '5'],
    ],
    { encoding: 'utf8', env },
  );
  return run.status === 0
    ? { ...lastLine(run.stdout), blas: blas ? 'OpenBLAS, OpenMP' : 'as installed' }
    : undefined;
}

const mine = [];
const peers = [];
for (let round = 0; round < rounds; round += 1) {
  mine.push(ours());
  const peer = torch();
  if (peer) peers.push(peer);
}
const rate = median(mine.map((run) => run.tokens_per_second));
const peerRate = peers.length > 0 ? median(peers.map((run) => run.tokens_per_second)) : undefined;
const result = {
  area: 'train',
  model: values.model,
  threads: Number(values.threads),
  parameters: mine[0].parameters,
  tokens_per_second: rate,
  ms_per_step: median(mine.map((run) => run.ms_per_step)),
  peer: peers[0]?.peer ?? null,
  peer_blas: peers[0]?.blas ?? null,
  peer_tokens_per_second: peerRate ?? null,
  ratio: peerRate ? Number((rate / peerRate).toFixed(3)) : null,
};
if (!values.json) {
  const show = (name, value) =>
    console.log(
      `${name.padEnd(40)}${Math.round(value).toLocaleString('en').padStart(10)} tokens/s`,
    );
  console.log(`${values.model}, ${values.threads} threads, ${rounds} alternating rounds, medians`);
  show('Crystalline Studio', rate);
  if (peerRate) {
    show(`${result.peer} (${result.peer_blas})`, peerRate);
    console.log(`${'ratio'.padEnd(40)}${result.ratio.toFixed(2).padStart(10)}`);
  } else
    console.log('PyTorch is not installed (Debian: python3-torch libopenblas0-openmp): no peer');
}
console.log(JSON.stringify(result));
