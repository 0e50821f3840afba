import { describe, expect, it } from 'vitest';
import { numbersHandlers } from '../../../../../src/main/host/handlers/numbers.ts';
import { pieceWidth } from '../../../../../src/main/host/numbers/pieces.ts';
import type { NativeRange } from '../../../../../src/main/host/engine/numbers-types.ts';
import { NaiveNumbers } from '../../../../helpers/naive-numbers.ts';

const PIECE_WIDTH = pieceWidth(0n);

function handlersOn(numbers: NaiveNumbers, isClosing = () => false, processors = 3) {
  return numbersHandlers({ numbers: () => numbers, processors, isClosing });
}

/** Counts nothing and claims one prime in every range. */
class OnePrimeEach extends NaiveNumbers {
  override async countPrimes(range: NativeRange) {
    this.ranges.push(range);
    return 1n;
  }
}

describe("the numbers' handlers", () => {
  it('add up the pieces of a wide range', async () => {
    const numbers = new OnePrimeEach();
    const to = String(3n * PIECE_WIDTH);
    const counted = await handlersOn(numbers)['primes.count']({ to });
    expect(counted).toEqual({ count: '4' });
    expect(numbers.ranges.at(-1)).toEqual({ from: 3n * PIECE_WIDTH, to: 3n * PIECE_WIDTH });
  });

  it('stop between two pieces when the host closes', async () => {
    const numbers = new OnePrimeEach();
    const handlers = handlersOn(numbers, () => numbers.ranges.length === 2);
    const counting = handlers['primes.count']({ to: String(9n * PIECE_WIDTH) });
    await expect(counting).rejects.toMatchObject({ code: 'cancelled' });
    expect(numbers.ranges).toHaveLength(2);
  });

  it('use every processor unless told otherwise', async () => {
    const numbers = new NaiveNumbers();
    const handlers = handlersOn(numbers);
    await handlers['primes.count']({ to: '10' });
    await handlers['primes.count']({ to: '10', threads: 7 });
    await handlersOn(numbers, undefined, 1_000)['primes.twins']({ to: '10' });
    expect(numbers.threads).toEqual([3, 7, 256]);
  });

  it('carry the lattice as base64, four bytes a number', async () => {
    const lattice = await handlersOn(new NaiveNumbers())['numbers.lattice']({ count: 3 });
    const bytes = (text: string) => Buffer.from(text, 'base64');
    expect(lattice.count).toBe(3);
    expect([0, 4, 8].map((at) => bytes(lattice.primes).readUInt32LE(at))).toEqual([2, 3, 5]);
    expect(bytes(lattice.places).readUInt32LE(8)).toBe(3 + 5 * 2 ** 24);
    expect(bytes(lattice.psi).readFloatLE(8)).toBe(-3 / 16);
  });

  it('count by group to the same sum', async () => {
    const handlers = handlersOn(new NaiveNumbers());
    expect(await handlers['primes.count']({ to: '100', groups: true })).toEqual({
      count: '25',
      groups: ['0', '5', '1', '1', '0', '6', '0', '6', '0', '0', '0', '6'],
    });
  });
});
