import { act } from 'react';
import type { ReactNode } from 'react';
import { createRoot, extend } from '@react-three/fiber';
import * as THREE from 'three';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
extend({ Mesh: THREE.Mesh, Points: THREE.Points, Group: THREE.Group });

/** A mounted scene without WebGL: the real component tree and frame loop, a renderer that only counts. */
export interface MountedScene {
  /** Meshes and points in the scene, in drawing order. */
  readonly drawables: () => (THREE.Mesh | THREE.Points)[];
  /** Runs one frame: every useFrame, then the renderer. */
  readonly frame: () => Promise<void>;
  readonly rendered: () => number;
  readonly unmount: () => Promise<void>;
}

const SIZE = { width: 1_280, height: 720, top: 0, left: 0 };

export async function mountScene(element: ReactNode): Promise<MountedScene> {
  const canvas = document.createElement('canvas');
  const root = createRoot(canvas);
  const renderer = countingRenderer(canvas);
  await root.configure({
    frameloop: 'never',
    size: SIZE,
    dpr: 1,
    gl: () => renderer as unknown as THREE.WebGLRenderer,
  });
  const store = await act(async () => root.render(element));
  let timeMs = 0;
  return {
    drawables: () =>
      store
        .getState()
        .scene.children.filter(
          (child): child is THREE.Mesh | THREE.Points =>
            child instanceof THREE.Mesh || child instanceof THREE.Points,
        ),
    frame: () =>
      act(async () => {
        timeMs += 16;
        store.getState().advance(timeMs);
      }),
    rendered: () => renderer.rendered,
    unmount: () =>
      act(async () => {
        root.unmount();
      }),
  };
}

/** The part of WebGLRenderer that the frame loop touches. */
function countingRenderer(domElement: HTMLCanvasElement) {
  return {
    domElement,
    rendered: 0,
    render() {
      this.rendered += 1;
    },
    getDrawingBufferSize: (into: THREE.Vector2) => into.set(SIZE.width, SIZE.height),
    getPixelRatio: () => 1,
    setPixelRatio: () => undefined,
    setSize: () => undefined,
    dispose: () => undefined,
    forceContextLoss: () => undefined,
    renderLists: { dispose: () => undefined },
    shadowMap: { enabled: false, type: 0 },
    xr: {
      enabled: false,
      isPresenting: false,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    },
  };
}
