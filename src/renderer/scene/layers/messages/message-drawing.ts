import {
  BufferGeometry,
  DynamicDrawUsage,
  InstancedInterleavedBuffer,
  InterleavedBuffer,
  InterleavedBufferAttribute,
} from 'three';
import type { InstancedBufferGeometry, ShaderMaterial, Vector3 } from 'three';
import { newestFrames } from '../../../store/newest-frames.ts';
import { useFilters } from '../../../store/filter-slice.ts';
import type { Theme } from '../../kit/colour-maps.ts';
import { SCENE_PALETTES } from '../../kit/scene-palette.ts';
import type { Stage } from '../../kit/stage.ts';
import { lineCorners } from '../../kit/thin-lines.ts';
import { setColour, setUniform } from '../../kit/uniforms.ts';
import { clipVector } from '../../kit/view-uniforms.ts';
import { messageColours } from './message-colour.ts';
import { PULSE_WORDS } from './message-flow.ts';
import type { PulseBuffer } from './message-flow.ts';
import { wayMs } from './message-layout.ts';
import { ARC_PIECES, createArcMaterial, createPulseMaterial } from './message-material.ts';

/** The layer's own objects, from the newest message frame to the GPU. */
export class MessageDrawing {
  readonly pulses = createPulseMaterial();
  readonly arcs = createArcMaterial();
  readonly pulseGeometry = new BufferGeometry();
  readonly arcGeometry: InstancedBufferGeometry = lineCorners();
  private readonly pulseBuffer: InterleavedBuffer;
  private readonly arcBuffer: InstancedInterleavedBuffer;
  private framesTaken = newestFrames.messages.version;
  private treeOf = 0;

  constructor(private readonly stage: Stage) {
    const { pulses, thefts } = stage.messages;
    this.pulseBuffer = new InterleavedBuffer(pulses.words, PULSE_WORDS);
    this.pulseBuffer.setUsage(DynamicDrawUsage);
    this.pulseGeometry.setAttribute('pulse', words(this.pulseBuffer));
    this.arcBuffer = new InstancedInterleavedBuffer(thefts.words, PULSE_WORDS, ARC_PIECES);
    this.arcBuffer.setUsage(DynamicDrawUsage);
    this.arcGeometry.setAttribute('pulse', words(this.arcBuffer));
    this.arcGeometry.instanceCount = 0;
    this.pulseGeometry.setDrawRange(0, 0);
  }

  /** Sets what depends on the theme. */
  colour(theme: Theme): void {
    const groups = this.pulses.uniforms['groups']?.value as Vector3[];
    messageColours(theme).forEach(([r, g, b], group) => groups[group]?.set(r, g, b));
    setColour(this.arcs, 'colour', SCENE_PALETTES[theme].trouble);
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
    if (messages.beat(now, layout, tree.parents)) this.upload();
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

  /** Uploads the newest half of each buffer and draws as far as pulses reach. */
  private upload(): void {
    const { pulses, thefts } = this.stage.messages;
    this.stage.meter.upload(mark(this.pulseBuffer, pulses) + mark(this.arcBuffer, thefts));
    this.pulseGeometry.setDrawRange(0, reach(pulses));
    this.arcGeometry.instanceCount = reach(thefts) * ARC_PIECES;
  }
}

function words(buffer: InterleavedBuffer): InterleavedBufferAttribute {
  return new InterleavedBufferAttribute(buffer, PULSE_WORDS, 0);
}

function mark(buffer: InterleavedBuffer, { newest }: PulseBuffer): number {
  const count = Math.max(1, newest.count) * PULSE_WORDS;
  buffer.addUpdateRange(newest.first * PULSE_WORDS, count);
  buffer.needsUpdate = true;
  return count * 4;
}

/** Pulses to draw: the first half's, and all of it when the second has any. */
function reach({ counts, capacity }: PulseBuffer): number {
  const [first = 0, second = 0] = counts;
  return second > 0 ? capacity + second : first;
}
