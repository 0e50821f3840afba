import { DataTexture, NearestFilter, Points, RedFormat } from 'three';
import type { BufferGeometry, PerspectiveCamera, Vector2, Vector3 } from 'three';
import { eventPlan } from '../../../store/event-table.ts';
import { newestFrames } from '../../../store/newest-frames.ts';
import { useFilters } from '../../../store/filter-slice.ts';
import { updateMask } from '../../../store/mask.ts';
import type { EventLayoutName, SceneLook } from '../../../store/scene-look.ts';
import type { Theme } from '../../kit/colour-maps.ts';
import { strideOf } from '../../kit/quality.ts';
import { createPointIdMaterial } from '../../kit/point-material.ts';
import { mapTexture, setClassColours } from '../../kit/map-texture.ts';
import { Passage } from '../../kit/passage.ts';
import { SCENE_PALETTES } from '../../kit/scene-palette.ts';
import type { Stage } from '../../kit/stage.ts';
import { setColour, setUniform } from '../../kit/uniforms.ts';
import { EVENT_BIT } from '../../picking/pick-result.ts';
import { clipVector, pixelSlope } from '../../kit/view-uniforms.ts';
import { EVENT_COLOUR_CODES, eventMap, eventRange } from './event-colour.ts';
import { EventCloud } from './event-cloud.ts';
import { createEventMaterial } from './event-material.ts';
import { drawnEvents, heldEvents, newestSlot } from './event-layout.ts';
import { EVENT_LAYOUT_CODES } from './event-shapes.ts';
import { REGION_SLOTS, regionKey, regionKinds } from './region-kinds.ts';
import { tokenTexture } from './token-table.ts';

/** Diameter of an event in world units; a sample of the events is drawn larger, so that the dust keeps its weight. */
export const DOT = 0.0052;
export const SAMPLED_DOT = 0.0072;

/** The layer's own objects, from the event ring to the GPU. */
export class EventDrawing {
  readonly material;
  readonly ids: Points;
  private readonly cloud: EventCloud;
  private readonly idMaterial;
  private readonly kinds = new Uint8Array(256);
  private readonly kindsTexture: DataTexture;
  private readonly passage = new Passage<EventLayoutName>('ring');
  private shownTexts: readonly string[] = [];
  private tokensTaken = -1;
  private kindsOf = '';
  private movedAtMs = 0;

  constructor(private readonly stage: Stage) {
    this.cloud = new EventCloud(newestFrames.events);
    this.kindsTexture = new DataTexture(this.kinds, this.kinds.length, 1, RedFormat);
    this.kindsTexture.magFilter = NearestFilter;
    this.kindsTexture.minFilter = NearestFilter;
    this.material = createEventMaterial(tokenTexture(undefined, []), this.kindsTexture);
    this.idMaterial = createPointIdMaterial(this.material, EVENT_BIT);
    this.ids = new Points(this.cloud.geometry, this.idMaterial);
    this.ids.frustumCulled = false;
  }

  get geometry(): BufferGeometry {
    return this.cloud.geometry;
  }

  /** Texts of the vocabulary: they give the tokens' classes. */
  set texts(texts: readonly string[]) {
    this.shownTexts = texts;
    this.tokensTaken = -1;
  }

  /** Sets what depends on the look and the theme. */
  colour(look: SceneLook, theme: Theme): void {
    const { material } = this;
    const { colour, log, region } = look.events;
    const range = eventRange(look.events);
    this.stage.ranges.events = range;
    setUniform(material, 'map', mapTexture(eventMap(colour, look.map), theme));
    setClassColours(material.uniforms['classes']?.value as Vector3[], theme);
    setUniform(material, 'colouring', EVENT_COLOUR_CODES[colour]);
    (material.uniforms['range']?.value as Vector2).set(range?.min ?? 0, range?.max ?? 1);
    setUniform(material, 'logarithmic', log);
    setUniform(material, 'region', region);
    setColour(material, 'mark', SCENE_PALETTES[theme].mark);
  }

  /** Takes what came: events, their mask, the vocabulary, the kinds of the region. */
  takeFrames(): void {
    const { material, stage, cloud } = this;
    const ring = newestFrames.events;
    if (this.tokensTaken !== newestFrames.tokens.version) {
      this.tokensTaken = newestFrames.tokens.version;
      (material.uniforms['tokens']?.value as DataTexture).dispose();
      setUniform(material, 'tokens', tokenTexture(newestFrames.tokens.frame, this.shownTexts));
    }
    updateMask();
    cloud.setStride(strideOf(stage.quality, heldEvents(ring)));
    stage.meter.upload(cloud.takeEvents());
    stage.eventsDrawn = drawnEvents(ring, cloud.stride);
    stage.eventStride = cloud.stride;
    const key = regionKey(ring);
    if (key !== this.kindsOf) {
      this.kindsOf = key;
      regionKinds(ring, this.kinds.subarray(0, REGION_SLOTS));
      this.kindsTexture.needsUpdate = true;
    }
    const { batch, context, leaves } = eventPlan();
    const plan = material.uniforms['plan']?.value as number[];
    [plan[0], plan[1], plan[2]] = [batch, context, leaves];
    setUniform(material, 'stride', cloud.stride);
    setUniform(material, 'newest', newestSlot(ring));
    setUniform(material, 'newestN', ring.newestN % 2 ** 32);
    setUniform(material, 'held', heldEvents(ring));
  }

  /** Moves towards the layout that is chosen. */
  move(
    nowMs: number,
    { look, reducedMotion }: { readonly look: SceneLook; readonly reducedMotion: boolean },
  ): void {
    const { material, passage, stage } = this;
    passage.aim(look.events.layout, reducedMotion);
    if (passage.advance(Math.min(50, nowMs - this.movedAtMs))) stage.dirty = true;
    this.movedAtMs = nowMs;
    setUniform(material, 'layoutFrom', EVENT_LAYOUT_CODES[passage.from]);
    setUniform(material, 'layoutTo', EVENT_LAYOUT_CODES[passage.to]);
    setUniform(material, 'layoutShare', passage.share);
  }

  /** Sets what depends on the camera. */
  look(camera: PerspectiveCamera, deviceHeight: number, pixelRatio: number): void {
    const { material, cloud } = this;
    const size = (cloud.stride > 1 ? SAMPLED_DOT : DOT) / pixelSlope(camera, deviceHeight);
    setUniform(material, 'clip', clipVector(useFilters.getState().filters.clip));
    setUniform(material, 'size', size);
    setUniform(material, 'ratio', pixelRatio);
    // The id buffer has a pixel for each CSS pixel.
    setUniform(this.idMaterial, 'size', size / pixelRatio);
    setUniform(material, 'density', cloud.stride > 1 ? 1 : 0.8);
  }

  dispose(): void {
    this.cloud.dispose();
    this.material.dispose();
    this.idMaterial.dispose();
    this.kindsTexture.dispose();
    (this.material.uniforms['tokens']?.value as DataTexture).dispose();
  }
}
