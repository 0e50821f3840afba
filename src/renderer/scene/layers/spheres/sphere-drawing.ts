import { Mesh } from 'three';
import type { BufferGeometry, PerspectiveCamera } from 'three';
import { useFilters } from '../../../store/filter-slice.ts';
import { HIDDEN, mask, updateMask } from '../../../store/mask.ts';
import { newestFrames } from '../../../store/newest-frames.ts';
import type { SceneLook } from '../../../store/scene-look.ts';
import { useWorkerNodes } from '../../../store/worker-nodes.ts';
import { packRgb } from '../../kit/colour.ts';
import type { Theme } from '../../kit/colour-maps.ts';
import { SCENE_PALETTES } from '../../kit/scene-palette.ts';
import { setChoice, setTree } from '../../kit/stage.ts';
import type { Stage } from '../../kit/stage.ts';
import { setColour, setUniform } from '../../kit/uniforms.ts';
import { clipVector, hazeOf, pixelSlope, upInView } from '../../kit/view-uniforms.ts';
import { SphereCloud } from './sphere-cloud.ts';
import { createIdMaterial, createSphereMaterial } from './sphere-material.ts';
import { openSphereRows, treeOf, workersOf } from './sphere-rows.ts';
import type { SphereRows } from './sphere-rows.ts';
import { paintSpheres } from './sphere-paint.ts';
import { workSizes } from './sphere-values.ts';
import { restingTree } from './sphere-layout.ts';

/** Sizes that follow the work done change at most this often. */
const RESIZE_MS = 1_000;

/** The layer's own objects, from the newest frame to the GPU; rebuilt parts follow the tree. */
export class SphereDrawing {
  readonly material;
  readonly ids: Mesh;
  private cloud: SphereCloud;
  private readonly idMaterial;
  private taken = -1;
  private masked = -1;
  /** Places that the mask was applied to. */
  private held: unknown;
  private holds = false;
  private glidedAtMs = 0;
  private resizedAtMs = 0;
  private sortedFor: unknown;
  private sortedPlaces = -1;
  private sortedSlope = -1;

  constructor(private readonly stage: Stage) {
    this.cloud = new SphereCloud(stage.layout.count);
    this.material = createSphereMaterial();
    this.idMaterial = createIdMaterial();
    this.ids = new Mesh(this.cloud.geometry, this.idMaterial);
    this.ids.frustumCulled = false;
    this.bind();
  }

  get geometry(): BufferGeometry {
    return this.cloud.geometry;
  }

  /** Reads the newest sphere frame if it is new; another tree is laid out afresh, another look moves the spheres. */
  takeFrame(look: SceneLook, theme: Theme, reducedMotion: boolean): void {
    updateMask();
    const { frame, version } = newestFrames.spheres;
    if (version === this.taken && this.masked === mask.sphereVersion) return;
    this.taken = version;
    const rows = frame && newestFrames.spheres.rows > 0 ? openSphereRows(frame) : undefined;
    const workers = this.followTree(rows);
    this.followLook(look, rows, reducedMotion);
    const { colour, ...scale } = look.spheres;
    const { nodes } = useWorkerNodes.getState();
    const choice = { colour, scale, map: look.map, theme, workers, nodes };
    const paint = paintSpheres(rows, this.stage.layout, choice);
    this.stage.ranges.spheres = paint.range;
    this.followMask();
    const ground = packRgb(SCENE_PALETTES[theme].background);
    const { tinter } = this.cloud;
    paint.into(tinter.goals);
    tinter.aim(rows, ground, mask.spheres);
    this.stage.meter.upload(this.cloud.showTints());
  }

  /** Moves places and colours towards where they belong; in a picture they have arrived. */
  glide(nowMs: number): void {
    const { stage } = this;
    const { tinter } = this.cloud;
    const elapsedMs = stage.capture ? Infinity : nowMs - this.glidedAtMs;
    this.glidedAtMs = nowMs;
    if (stage.places.advance(stage.capture ? elapsedMs : Math.min(elapsedMs, 50)))
      stage.dirty = true;
    if (tinter.advance(elapsedMs)) stage.settling = true;
    setUniform(this.material, 'tintsShare', tinter.share);
  }

  /** Sets what depends on the camera; sorts when it or the spheres moved. */
  look(camera: PerspectiveCamera, deviceHeight: number, theme: Theme): void {
    const { stage, material } = this;
    const palette = SCENE_PALETTES[theme];
    const { x, y, z } = camera.position;
    const pixel = pixelSlope(camera, deviceHeight);
    const leastSlope = pixel * stage.quality.leastSpherePixels;
    const { places } = stage;
    const moved = this.sortedPlaces !== places.version || this.sortedSlope !== leastSlope;
    if (moved || this.sortedFor !== stage.orbit.view) {
      stage.meter.upload(this.cloud.sort(places.now, [x, y, z], leastSlope));
      stage.spheresDrawn = this.cloud.drawn;
      this.sortedFor = stage.orbit.view;
      this.sortedPlaces = places.version;
      this.sortedSlope = leastSlope;
    }
    const clip = clipVector(useFilters.getState().filters.clip);
    for (const each of [material, this.idMaterial]) {
      setUniform(each, 'pixel', pixel);
      setUniform(each, 'clip', clip);
      setUniform(each, 'placesShare', places.share);
    }
    setUniform(material, 'haze', hazeOf(Math.hypot(x, y, z)));
    setUniform(material, 'up', upInView(camera));
    setUniform(material, 'ambient', palette.ambient);
    setColour(material, 'background', palette.background);
    setColour(material, 'flash', palette.trouble);
  }

  /** The frame must be read anew: another theme or look. */
  repaint(): void {
    this.taken = -1;
  }

  dispose(): void {
    this.cloud.dispose();
    this.material.dispose();
    this.idMaterial.dispose();
  }

  /** Lays another tree out; returns the workers that own a sphere in it. */
  private followTree(rows: SphereRows | undefined): number {
    const { stage } = this;
    const resting = restingTree();
    const workers = rows ? workersOf(rows, stage.tree) : 1;
    if (rows ? workers > 0 : stage.tree.count === resting.count) return workers;
    setTree(stage, rows ? treeOf(rows) : resting);
    this.cloud.dispose();
    this.cloud = new SphereCloud(stage.layout.count);
    this.ids.geometry = this.cloud.geometry;
    this.bind();
    return rows ? workersOf(rows, stage.tree) : 1;
  }

  private followLook(look: SceneLook, rows: SphereRows | undefined, atOnce: boolean): void {
    const { stage } = this;
    const { layout, levels, collapsed, size } = look.spheres;
    const choice = { layout, levels, collapsed };
    if (size !== 'work' || !rows) {
      setChoice(stage, choice, atOnce);
      return;
    }
    const nowMs = performance.now();
    const { sizes: shown } = stage.choice;
    const due = !shown || shown.length !== rows.count || nowMs - this.resizedAtMs > RESIZE_MS;
    if (due) this.resizedAtMs = nowMs;
    const sizes = due ? workSizes(rows, stage.tree.parents, stage.layout.levels) : shown;
    setChoice(stage, { ...choice, sizes }, atOnce);
  }

  /** Spheres that a filter holds back have no size. */
  private followMask(): void {
    const { places, layout, meter } = this.stage;
    if (this.masked === mask.sphereVersion && this.held === layout) return;
    this.masked = mask.sphereVersion;
    this.held = layout;
    const { spheres } = mask;
    if (spheres.includes(HIDDEN) || this.holds) {
      meter.upload(places.hold((id) => spheres[id] === HIDDEN));
      this.holds = spheres.includes(HIDDEN);
    }
  }

  private bind(): void {
    const { places } = this.stage;
    for (const each of [this.material, this.idMaterial]) {
      setUniform(each, 'placesFrom', places.textures.from);
      setUniform(each, 'placesTo', places.textures.to);
      setUniform(each, 'order', this.cloud.orderTexture);
      setUniform(each, 'tints', this.cloud.tintTexture);
    }
    this.sortedFor = undefined;
  }
}
