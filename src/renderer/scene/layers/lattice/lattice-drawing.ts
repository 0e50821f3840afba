import { Points } from 'three';
import type { BufferGeometry, PerspectiveCamera, Vector2, Vector3 } from 'three';
import { useFilters } from '../../../store/filter-slice.ts';
import { primeLattice } from '../../../store/lattice-table.ts';
import { THETA_TERMS } from '../../../store/scene-look.ts';
import type { LatticeLayoutName, SceneLook } from '../../../store/scene-look.ts';
import type { ViewState } from '../../../store/view-slice.ts';
import type { Theme } from '../../kit/colour-maps.ts';
import { strideOf } from '../../kit/quality.ts';
import { createPointIdMaterial } from '../../kit/point-material.ts';
import { mapTexture, setClassColours } from '../../kit/map-texture.ts';
import { Passage } from '../../kit/passage.ts';
import type { Stage } from '../../kit/stage.ts';
import { setUniform } from '../../kit/uniforms.ts';
import { PRIME_BIT } from '../../picking/pick-result.ts';
import { clipVector, pixelSlope } from '../../kit/view-uniforms.ts';
import { LatticeCloud } from './lattice-cloud.ts';
import { LATTICE_COLOUR_CODES, latticeMap } from './lattice-colour.ts';
import { LATTICE_LAYOUT_CODES, dotSize } from './lattice-layout.ts';
import { createLatticeMaterial } from './lattice-material.ts';
import { latticeFloor } from './lattice-places.ts';

/** The layer's own objects, from the engine's columns to the GPU. */
export class LatticeDrawing {
  readonly material = createLatticeMaterial();
  readonly ids: Points;
  private readonly cloud = new LatticeCloud();
  private readonly idMaterial = createPointIdMaterial(this.material, PRIME_BIT);
  private readonly passage = new Passage<LatticeLayoutName>('rings');
  private movedAtMs = 0;

  constructor(private readonly stage: Stage) {
    this.ids = new Points(this.cloud.geometry, this.idMaterial);
    this.ids.frustumCulled = false;
  }

  get geometry(): BufferGeometry {
    return this.cloud.geometry;
  }

  /** The layout whose lines are shown: the nearer one while the primes are on their way. */
  get guided(): LatticeLayoutName {
    return this.passage.share < 0.5 ? this.passage.from : this.passage.to;
  }

  /** Sets what depends on the look and the theme. */
  colour({ lattice, map }: SceneLook, theme: Theme): void {
    const { material } = this;
    const { colour, terms } = lattice;
    setUniform(material, 'map', mapTexture(latticeMap(colour, map), theme));
    setClassColours(material.uniforms['classes']?.value as Vector3[], theme);
    setUniform(material, 'colouring', LATTICE_COLOUR_CODES[colour]);
    setUniform(
      material,
      'terms',
      THETA_TERMS.map((term) => (terms[term] ? 1 : 0)),
    );
  }

  /** Takes the engine's numbers and moves towards the layout that is chosen. */
  move(nowMs: number, view: ViewState): void {
    const { material, passage, stage, cloud } = this;
    const { primes, layout } = view.look.lattice;
    const { table, shared } = primeLattice;
    const count = Math.min(primes, table?.count ?? 0);
    const stride = strideOf(stage.quality, count);
    stage.meter.upload(cloud.show(table, count, stride));
    stage.primesDrawn = cloud.drawn;
    passage.aim(layout, view.reducedMotion);
    if (passage.advance(Math.min(50, nowMs - this.movedAtMs))) stage.dirty = true;
    this.movedAtMs = nowMs;
    setUniform(material, 'stride', stride);
    setUniform(material, 'count', Math.max(1, count));
    const turn = 2 * Math.PI;
    (material.uniforms['sharedTerms']?.value as Vector2).set(
      (shared?.index ?? 0) % turn,
      (shared?.phonetic ?? 0) % turn,
    );
    setUniform(material, 'layoutFrom', LATTICE_LAYOUT_CODES[passage.from]);
    setUniform(material, 'layoutTo', LATTICE_LAYOUT_CODES[passage.to]);
    setUniform(material, 'layoutShare', passage.share);
    setUniform(material, 'floorAt', latticeFloor(view));
    setUniform(material, 'behind', view.layers.spheres);
  }

  /** Sets what depends on the camera. */
  look(camera: PerspectiveCamera, deviceHeight: number, pixelRatio: number): void {
    const { material, cloud } = this;
    const size = dotSize(cloud.drawn) / pixelSlope(camera, deviceHeight);
    setUniform(material, 'clip', clipVector(useFilters.getState().filters.clip));
    setUniform(material, 'size', size);
    setUniform(material, 'ratio', pixelRatio);
    // The id buffer has a pixel for each CSS pixel.
    setUniform(this.idMaterial, 'size', size / pixelRatio);
  }

  dispose(): void {
    this.cloud.dispose();
    this.material.dispose();
    this.idMaterial.dispose();
  }
}
