import { createContext, useContext } from 'react';
import { Scene } from 'three';
import type { WebGLRenderTarget } from 'three';
import { Orbit } from '../camera/orbit.ts';
import { FrameMeter } from './frame-meter.ts';
import { qualityOf } from './quality.ts';
import type { Quality } from './quality.ts';
import type { SelectedMany, Selection } from '../../store/selection-slice.ts';
import type { DrawnRegion } from '../../store/tool-slice.ts';
import { layoutSpheres, restingTree } from '../layers/spheres/sphere-layout.ts';
import type { SphereLayout, SphereTree } from '../layers/spheres/sphere-layout.ts';

/** World to stage: CSS pixels from the top left corner, and the distance before the eye (negative: behind it). */
export interface StagePoint {
  readonly x: number;
  readonly y: number;
  readonly depth: number;
}

/**
 * What the parts of one stage share, outside React: camera, the tree as it is laid out now, the meter, and who wants to know
 * when a frame was drawn. Mutable by design; read in the frame loop.
 */
export interface Stage {
  readonly orbit: Orbit;
  readonly meter: FrameMeter;
  quality: Quality;
  rendererName: string;
  tree: SphereTree;
  layout: SphereLayout;
  /** Raised when `tree` and `layout` are replaced. */
  treeVersion: number;
  /** Events on the screen in the last frame. */
  eventsDrawn: number;
  drawCalls: number;
  /** CSS pixels. */
  size: { width: number; height: number };
  /** Set by whoever changed what is drawn; the frame loop draws at once and clears it. */
  dirty: boolean;
  /** Set by a layer while drawing when it still glides: the next data frame is drawn although no new data came. */
  settling: boolean;
  /** Everything that can be picked, drawn as ids; layers put their objects in. */
  readonly pickScene: Scene;
  /** Pointer over the canvas in CSS pixels, or undefined; `pickWanted` asks the id buffer what lies there. */
  pointer: { readonly x: number; readonly y: number } | undefined;
  pickWanted: boolean;
  /** Answers clicks: what lies at (x, y) now; set while a canvas is there. */
  pickAt: (x: number, y: number) => Promise<Selection | undefined>;
  /** Answers boxes and lassos: everything visible inside. */
  pickInside: (region: DrawnRegion) => Promise<SelectedMany>;
  project: (x: number, y: number, z: number) => StagePoint;
  /** Where the next frame is drawn instead of the screen: a picture's tile. */
  capture: WebGLRenderTarget | undefined;
  /** Called after each drawn frame. */
  readonly drawn: Set<() => void>;
}

const nothing = (): Promise<undefined> => Promise.resolve(undefined);

export function createStage(rendererName = ''): Stage {
  const tree = restingTree();
  return {
    orbit: new Orbit(),
    meter: new FrameMeter(performance.now()),
    quality: qualityOf(rendererName),
    rendererName,
    tree,
    layout: layoutSpheres(tree),
    treeVersion: 1,
    eventsDrawn: 0,
    drawCalls: 0,
    size: { width: 1, height: 1 },
    dirty: true,
    settling: false,
    pickScene: new Scene(),
    pointer: undefined,
    pickWanted: false,
    pickAt: nothing,
    pickInside: () => Promise.resolve({ spheres: [], events: [] }),
    project: () => ({ x: 0, y: 0, depth: -1 }),
    capture: undefined,
    drawn: new Set(),
  };
}

export function setTree(stage: Stage, tree: SphereTree): void {
  stage.tree = tree;
  stage.layout = layoutSpheres(tree);
  stage.treeVersion += 1;
  stage.dirty = true;
}

export const StageContext = createContext<Stage | undefined>(undefined);

export function useStage(): Stage {
  const stage = useContext(StageContext);
  if (!stage) throw new Error('useStage outside of a SceneStage');
  return stage;
}
