// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { act } from 'react';
import { InstancedBufferGeometry } from 'three';
import type { BufferGeometry } from 'three';
import { quadsShown } from '../../src/renderer/scene/kit/quads.ts';
import { StageContext, createStage } from '../../src/renderer/scene/kit/stage.ts';
import type { Stage } from '../../src/renderer/scene/kit/stage.ts';
import { Layers } from '../../src/renderer/scene/SceneCanvas.tsx';
import { newestFrames, resetFrames, takeFrame } from '../../src/renderer/store/newest-frames.ts';
import { setLatticeLook, toggleLayer, useView } from '../../src/renderer/store/view-slice.ts';
import { resetLattice, takeLattice } from '../../src/renderer/store/lattice-table.ts';
import { select } from '../../src/renderer/store/selection-slice.ts';
import { latticeResult } from '../helpers/lattice-result.ts';
import { mountScene } from './mount-scene.tsx';
import type { MountedScene } from './mount-scene.tsx';
import { eventFrame, sphereFrame, tokenFrame } from './frames.ts';

let stage: Stage;
let scene: MountedScene;

beforeEach(async () => {
  stage = createStage('ANGLE (Google, SwiftShader)');
  stage.orbit.resize({ width: 1_280, height: 720 });
  scene = await mountScene(
    <StageContext value={stage}>
      <Layers />
    </StageContext>,
  );
});

afterEach(async () => {
  await scene.unmount();
  await act(async () => {
    useView.setState(useView.getInitialState());
    resetLattice();
    select(undefined);
  });
  resetFrames();
});

const draw = (): Promise<void> => scene.frame();

function geometryOf(name: string): BufferGeometry {
  const found = scene.drawables().find((object) => object.name === name);
  if (!found) throw new Error(`nothing named ${name}`);
  return found.geometry;
}

/** Quads of the drawable: one a sphere, a link, a ring. */
const quads = (name: string): number => {
  const geometry = geometryOf(name);
  const rings = geometry instanceof InstancedBufferGeometry;
  return rings ? geometry.instanceCount : quadsShown(geometry);
};

describe('the scene graph', () => {
  it('is one drawable a layer, and one more for arcs and for the lattice’s lines: nine draw calls', () => {
    expect(scene.drawables().map(({ name }) => name)).toEqual([
      'spheres',
      'links',
      'thefts',
      'messages',
      'clock',
      'lattice-lines',
      'lattice',
      'events',
      'selection',
    ]);
  });

  it('shows the thirteen at rest before a run', async () => {
    await draw();
    expect([quads('spheres'), quads('links')]).toEqual([13, 12]);
    expect(stage.eventsDrawn).toBe(0);
    expect(scene.rendered()).toBe(1);
  });

  it('follows the tree of the newest frame, and back to rest when frames are forgotten', async () => {
    takeFrame('spheres', sphereFrame(2));
    await draw();
    expect([quads('spheres'), quads('links')]).toEqual([157, 156]);
    resetFrames();
    await draw();
    expect(quads('spheres')).toBe(13);
  });

  it('keeps the same buffers while only states change', async () => {
    takeFrame('spheres', sphereFrame(1));
    await draw();
    const before = geometryOf('spheres');
    takeFrame('spheres', sphereFrame(1, { 3: { state: 'processing' } }));
    await draw();
    expect(geometryOf('spheres')).toBe(before);
    expect(stage.settling).toBe(true);
  });

  it('draws the events that the ring holds, sampled on software GL when there are many', async () => {
    takeFrame('tokens', tokenFrame([0, 1, 2, 3, 4, 5, 6]));
    takeFrame('events', eventFrame(1, new Array<number>(700).fill(2)));
    await draw();
    expect(stage.eventsDrawn).toBe(700);
    takeFrame('events', eventFrame(701, new Array<number>(20_300).fill(2)));
    await draw();
    expect(stage.eventsDrawn).toBe(3_000);
    expect(newestFrames.events.newestN).toBe(21_000);
  });

  it('hides what is switched off', async () => {
    await act(async () => {
      toggleLayer('events');
      toggleLayer('links');
    });
    const visible = Object.fromEntries(
      scene.drawables().map(({ name, visible: on }) => [name, on]),
    );
    expect(visible).toMatchObject({ spheres: true, links: false, clock: true, events: false });
  });

  it('shows the primes asked for once the engine has told them', async () => {
    await act(async () => toggleLayer('lattice'));
    await draw();
    expect([stage.primesDrawn, geometryOf('lattice').drawRange.count]).toEqual([0, 0]);
    await act(async () => {
      takeLattice(latticeResult(300));
      setLatticeLook({ primes: 232 });
    });
    await draw();
    expect([stage.primesDrawn, geometryOf('lattice').drawRange.count]).toEqual([232, 232]);
    select({ kind: 'prime', p: 7, k: 4 });
    await draw();
    expect(quads('selection')).toBe(1);
    await act(async () => toggleLayer('lattice'));
    await draw();
    expect([stage.primesDrawn, quads('selection')]).toEqual([0, 0]);
  });

  it('rings the selection', async () => {
    await draw();
    expect(quads('selection')).toBe(0);
    select({ kind: 'sphere', id: 3 });
    expect(stage.dirty).toBe(true);
    await draw();
    expect(quads('selection')).toBe(1);
  });
});
