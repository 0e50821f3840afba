import {
  BufferGeometry,
  DynamicDrawUsage,
  InterleavedBuffer,
  InterleavedBufferAttribute,
  RGBAIntegerFormat,
  UnsignedIntType,
} from 'three';
import type { DataTexture, ShaderMaterial, Vector3 } from 'three';
import { newestFrames } from '../../../store/newest-frames.ts';
import { useFilters } from '../../../store/filter-slice.ts';
import type { Theme } from '../../kit/colour-maps.ts';
import { numberTexture, quadGeometry, showQuads } from '../../kit/quads.ts';
import type { Stage } from '../../kit/stage.ts';
import { setUniform } from '../../kit/uniforms.ts';
import { clipVector } from '../../kit/view-uniforms.ts';
import { messageColours } from './message-colour.ts';
import { MOST_THEFTS, PULSE_WORDS } from './message-flow.ts';
import type { PulseBuffer } from './message-flow.ts';
import { wayMs } from './message-layout.ts';
import { ARC_PIECES, createArcMaterial, createPulseMaterial } from './message-material.ts';

/** The layer's own objects, from the newest message frame to the GPU. */
export class MessageDrawing {
  readonly pulses = createPulseMaterial();
  readonly arcs = createArcMaterial();
  readonly pulseGeometry = new BufferGeometry();
  readonly arcGeometry = quadGeometry(2 * MOST_THEFTS * ARC_PIECES);
  private readonly pulseBuffer: InterleavedBuffer;
  private readonly theftTexture: DataTexture;
  private framesTaken = newestFrames.messages.version;
  private treeOf = 0;

  constructor(private readonly stage: Stage) {
    const { pulses, thefts } = stage.messages;
    this.pulseBuffer = new InterleavedBuffer(pulses.words, PULSE_WORDS);
    this.pulseBuffer.setUsage(DynamicDrawUsage);
    const pulse = new InterleavedBufferAttribute(this.pulseBuffer, PULSE_WORDS, 0);
    this.pulseGeometry.setAttribute('pulse', pulse);
    this.pulseGeometry.setDrawRange(0, 0);
    const size = { width: MOST_THEFTS, height: 2 };
    this.theftTexture = numberTexture(thefts.words, size, RGBAIntegerFormat, UnsignedIntType);
    setUniform(this.arcs, 'thefts', this.theftTexture);
    showQuads(this.arcGeometry, 0);
  }

  /** Sets what depends on the theme. */
  colour(theme: Theme): void {
    const groups = this.pulses.uniforms['groups']?.value as Vector3[];
    messageColours(theme).forEach(([r, g, b], group) => groups[group]?.set(r, g, b));
  }

  /** Takes the newest frame, lets a beat go when it is time, keeps the stage drawing while anything is on its way. */
  move(nowMs: number, still: boolean): void {
    const { stage } = this;
    const { messages, tree, layout } = stage;
    const cell = newestFrames.messages;
    if (this.treeOf !== tree.count) {
      this.treeOf = tree.count;
      messages.clear();
      this.upload();
    }
    if (cell.version !== this.framesTaken) {
      this.framesTaken = cell.version;
      if (cell.frame) messages.take(cell.frame);
    }
    const now = Math.floor(nowMs);
    if (messages.beat(now, layout, tree.parents, stage.quality.mostPulses)) this.upload();
    if (messages.moving(now)) stage.settling = true;
    for (const material of [this.pulses, this.arcs]) {
      setUniform(material, 'now', now);
      setUniform(material, 'wayMs', wayMs(layout.depth));
      setUniform(material, 'still', still);
      this.place(material);
    }
  }

  dispose(): void {
    this.pulseGeometry.dispose();
    this.arcGeometry.dispose();
    this.theftTexture.dispose();
    this.pulses.dispose();
    this.arcs.dispose();
  }

  private place(material: ShaderMaterial): void {
    const { places } = this.stage;
    setUniform(material, 'placesFrom', places.textures.from);
    setUniform(material, 'placesTo', places.textures.to);
    setUniform(material, 'placesShare', places.share);
    setUniform(material, 'clip', clipVector(useFilters.getState().filters.clip));
  }

  /** Uploads the newest half of the pulses, and the thefts, and draws as far as they reach. */
  private upload(): void {
    const { pulses, thefts } = this.stage.messages;
    this.theftTexture.needsUpdate = true;
    this.stage.meter.upload(mark(this.pulseBuffer, pulses) + thefts.words.byteLength);
    this.pulseGeometry.setDrawRange(0, reach(pulses));
    showQuads(this.arcGeometry, reach(thefts) * ARC_PIECES);
  }
}

function mark(buffer: InterleavedBuffer, { newest }: PulseBuffer): number {
  const count = Math.max(1, newest.count) * PULSE_WORDS;
  buffer.addUpdateRange(newest.first * PULSE_WORDS, count);
  buffer.needsUpdate = true;
  return count * 4;
}

/** Slots to draw from the first on: the first half's; up to the end of the second's, whatever lies between, when it has any. */
function reach({ counts, capacity }: PulseBuffer): number {
  const [first = 0, second = 0] = counts;
  return second > 0 ? capacity + second : first;
}
