import type { LatticeResult } from '../../src/shared/contract/numbers.ts';

/** What a host answers numbers.lattice, by trial division; spiral k / 8, omega 1/4, psi -k / 16: exact in 32 bits. */
export function latticeResult(count: number): LatticeResult {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n += 1) {
    if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  }
  const rows = primes.map((_, row) => row + 1);
  return {
    count,
    primes: base64(Uint32Array.from(primes)),
    places: base64(
      Uint32Array.from(primes, (prime, row) => placeOf(row + 1) + (prime % 12) * 2 ** 24),
    ),
    spiral: base64(Float32Array.from(rows, (k) => k / 8)),
    omega: base64(Float32Array.from(rows, () => 0.25)),
    psi: base64(Float32Array.from(rows, (k) => -k / 16)),
  };
}

/** Position and ring of the k-th prime. */
function placeOf(k: number): number {
  const first = [1, 13, 73, 133, 233].findLast((start) => k >= start) ?? 1;
  const ring = [1, 13, 73, 133, 233].indexOf(first);
  return (((k - first) % 1_000) + 1) | (ring << 16);
}

function base64({ buffer }: Uint32Array | Float32Array): string {
  return btoa(String.fromCharCode(...new Uint8Array(buffer)));
}
