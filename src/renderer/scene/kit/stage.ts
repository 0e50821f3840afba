import { createContext, useContext } from 'react';
import { Scene } from 'three';
import type { WebGLRenderTarget } from 'three';
import { Orbit } from '../camera/orbit.ts';
import { FrameMeter } from './frame-meter.ts';
import { qualityOf } from './quality.ts';
import type { Quality } from './quality.ts';
import type { SelectedMany, Selection } from '../../store/selection-slice.ts';
import type { DrawnRegion } from '../../store/tool-slice.ts';
import { FIRST_CHOICE, layoutSpheres, restingTree } from '../layers/spheres/sphere-layout.ts';
import type { LayoutChoice, SphereLayout, SphereTree } from '../layers/spheres/sphere-layout.ts';
import { MessageFlow } from '../layers/messages/message-flow.ts';
import { SpherePlaces } from '../layers/spheres/sphere-places.ts';
import type { ColourRange } from '../../store/scene-look.ts';

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
  /** How far the governor holds back; 0: not at all. */
  governorLevel: number;
  rendererName: string;
  tree: SphereTree;
  /** Which part of the tree is drawn, and in which layout. */
  choice: LayoutChoice;
  /** Where the spheres belong... */
  layout: SphereLayout;
  /** ...and where they are on their way there. Replaced with the tree. */
  places: SpherePlaces;
  /** Raised when the tree or its layout is replaced. */
  treeVersion: number;
  /** Spheres on the screen in the last frame. */
  spheresDrawn: number;
  /** Ends of the colour scales as drawn; absent where the colours are no scale. */
  readonly ranges: { spheres: ColourRange | undefined; events: ColourRange | undefined };
  /** Events on the screen in the last frame. */
  eventsDrawn: number;
  /** Every how many slots an event was drawn. */
  eventStride: number;
  /** Links of the tree, and those on the screen; the clearest come first. */
  readonly links: { held: number; drawn: number };
  /** Primes of the clock lattice on the screen. */
  primesDrawn: number;
  /** What is on its way over the links. */
  readonly messages: MessageFlow;
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
  /** Raised when the pointer leaves: an answer that comes after that is of no interest, even if it has come back meanwhile. */
  pointerLeft: number;
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
  const choice = FIRST_CHOICE;
  const layout = layoutSpheres(tree, choice);
  return {
    orbit: new Orbit(),
    meter: new FrameMeter(performance.now()),
    quality: qualityOf(rendererName),
    governorLevel: 0,
    rendererName,
    tree,
    choice,
    layout,
    places: new SpherePlaces(layout),
    treeVersion: 1,
    spheresDrawn: 0,
    ranges: { spheres: undefined, events: undefined },
    eventsDrawn: 0,
    eventStride: 1,
    links: { held: 0, drawn: 0 },
    primesDrawn: 0,
    messages: new MessageFlow(),
    drawCalls: 0,
    size: { width: 1, height: 1 },
    dirty: true,
    settling: false,
    pickScene: new Scene(),
    pointer: undefined,
    pickWanted: false,
    pointerLeft: 0,
    pickAt: nothing,
    pickInside: () => Promise.resolve({ spheres: [], events: [] }),
    project: () => ({ x: 0, y: 0, depth: -1 }),
    capture: undefined,
    drawn: new Set(),
  };
}

/** Another tree: laid out at once, in the present layout. */
export function setTree(stage: Stage, tree: SphereTree): void {
  const { sizes: _, ...choice } = stage.choice; // sizes belong to the tree before
  stage.tree = tree;
  stage.choice = choice;
  stage.layout = layoutSpheres(tree, choice);
  stage.places.dispose();
  stage.places = new SpherePlaces(stage.layout);
  stage.treeVersion += 1;
  stage.dirty = true;
}

/** Another layout of the same tree: the spheres move there. Nothing happens when the choice is the present one. */
export function setChoice(stage: Stage, choice: LayoutChoice, atOnce: boolean): void {
  if (sameChoice(stage.choice, choice)) return;
  stage.choice = choice;
  stage.layout = layoutSpheres(stage.tree, choice);
  stage.meter.upload(stage.places.aim(stage.layout, atOnce));
  stage.treeVersion += 1;
  stage.dirty = true;
}

function sameChoice(a: LayoutChoice, b: LayoutChoice): boolean {
  return (
    a.layout === b.layout &&
    a.levels === b.levels &&
    a.sizes === b.sizes &&
    a.collapsed.length === b.collapsed.length &&
    a.collapsed.every((id, i) => id === b.collapsed[i])
  );
}

export const StageContext = createContext<Stage | undefined>(undefined);

export function useStage(): Stage {
  const stage = useContext(StageContext);
  if (!stage) throw new Error('useStage outside of a SceneStage');
  return stage;
}
