// The PyTorch peer as fair as it gets: the OpenMP build of OpenBLAS where there is one, its core type chosen by the processor.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const PLACES = [
  process.env.OPENBLAS_OPENMP_DIR,
  join(
    process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
    'crystalline-peers/openblas-openmp',
  ),
  `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/openblas-openmp`,
];

/** The directory of an OpenMP OpenBLAS: with Debian's default one, PyTorch's two thread pools fight and two threads are slower than one. */
function openMpBlas() {
  for (const place of PLACES.filter((path) => path && existsSync(path))) {
    const found = readdirSync(place, { recursive: true, withFileTypes: true }).find(
      (entry) => entry.name === 'libopenblas.so.0',
    );
    if (found) return found.parentPath ?? found.path;
  }
  return undefined;
}

/** Why the peer cannot run here as it should, or undefined. */
export function missingOfTorch() {
  const probe = spawnSync('/usr/bin/python3', ['-c', 'import torch']);
  if (probe.status !== 0) return 'PyTorch (Debian: python3-torch)';
  return openMpBlas() ? undefined : 'OpenBLAS for OpenMP (Debian: libopenblas0-openmp)';
}

/**
 * Times `steps` steps five times; the median in `ms_per_step`. Undefined where PyTorch is not installed.
 *
 * @param shape {blocks, heads, width, context, batch}
 */
export function timeTorch(shape, threads, text, steps) {
  const blas = openMpBlas();
  const env = { ...process.env, OMP_NUM_THREADS: `${threads}`, OPENBLAS_NUM_THREADS: `${threads}` };
  if (blas) env.LD_LIBRARY_PATH = blas;
  // A preset core type would slow the peer down.
  delete env.OPENBLAS_CORETYPE;
  delete env.OPENBLAS_L2_SIZE;
  const sizes = Object.entries(shape).flatMap(([name, value]) => [`--${name}`, `${value}`]);
  const run = spawnSync(
    '/usr/bin/python3',
    [
      ...['bench/peers/torch_train.py', ...sizes, '--threads', `${threads}`, '--text', text],
      ...['--steps', `${steps}`, '--rounds', '5'],
    ],
    { encoding: 'utf8', env },
  );
  if (run.status !== 0) return undefined;
  return { ...JSON.parse(run.stdout.trim()), blas: blas ? 'OpenBLAS, OpenMP' : 'as installed' };
}
