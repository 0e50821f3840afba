import { BufferGeometry, InterleavedBuffer, InterleavedBufferAttribute } from 'three';
import type { LatticeTable } from '../../../store/lattice-table.ts';

const COLUMNS = ['place', 'spiral', 'omega', 'psi'] as const;
type Columns = Pick<LatticeTable, 'places' | 'spiral' | 'omega' | 'psi'>;

/** Until the table comes: WebGL checks the types of attributes even where nothing is drawn. */
const NOTHING: Columns = {
  places: new Uint32Array(1),
  spiral: new Float32Array(1),
  omega: new Float32Array(1),
  psi: new Float32Array(1),
};

/** The primes' columns as vertex buffers; a stride draws every n-th of them. Its bytes are uploaded once. */
export class LatticeCloud {
  readonly geometry = new BufferGeometry();
  private table: LatticeTable | undefined;
  private stride = 0;

  constructor() {
    this.open(NOTHING, 1);
    this.geometry.setDrawRange(0, 0);
  }

  /** Draws the first `count` primes of the table, every `stride`-th; returns bytes to upload. */
  show(table: LatticeTable | undefined, count: number, stride: number): number {
    const fresh = table !== this.table || stride !== this.stride;
    if (fresh && table) this.open(table, stride);
    this.table = table;
    this.stride = stride;
    const shown = table ? Math.floor(Math.min(count, table.count) / stride) : 0;
    this.geometry.setDrawRange(0, shown);
    return fresh && table ? table.count * 4 * COLUMNS.length : 0;
  }

  /** Primes on the screen. */
  get drawn(): number {
    return this.geometry.drawRange.count;
  }

  dispose(): void {
    this.geometry.dispose();
  }

  private open(table: Columns, stride: number): void {
    this.geometry.dispose();
    for (const name of COLUMNS) {
      const column = name === 'place' ? table.places : table[name];
      const buffer = new InterleavedBuffer(column, stride);
      this.geometry.setAttribute(name, new InterleavedBufferAttribute(buffer, 1, 0));
    }
  }
}
