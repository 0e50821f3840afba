import { useEffect } from 'react';
import type { RefObject } from 'react';
import { Canvas, useThree } from '@react-three/fiber';
import { useView } from '../store/view-slice.ts';
import { FIELD_OF_VIEW } from './camera/camera-fit.ts';
import { FrameDriver } from './kit/FrameDriver.tsx';
import { useStage } from './kit/stage.ts';
import {
  ClockLayer,
  EventLayer,
  LatticeLayer,
  LinkLayer,
  MessageLayer,
  SelectionLayer,
  SphereLayer,
} from './layers/index.ts';
import { IdPicker } from './picking/IdPicker.tsx';
import { StagePortGate } from './picture/StagePortGate.tsx';

const GL_OPTIONS = { alpha: true, antialias: false, powerPreference: 'high-performance' } as const;
const CAMERA = { fov: (FIELD_OF_VIEW * 180) / Math.PI, near: 0.1, far: 50 } as const;

/** The picture: one WebGL canvas with every layer. Edges are smoothed in the shaders, so no multisampling. */
export function SceneCanvas({
  onContext,
  root,
}: {
  readonly onContext: (lost: boolean) => void;
  readonly root: RefObject<HTMLElement | null>;
}) {
  const stage = useStage();
  const ratio = Math.min(window.devicePixelRatio || 1, stage.quality.maxPixelRatio);
  return (
    <Canvas
      frameloop="never"
      flat
      linear
      dpr={ratio}
      gl={GL_OPTIONS}
      camera={CAMERA}
      resize={{ debounce: 0, scroll: false }}
    >
      <Layers />
      <IdPicker />
      <StagePortGate root={root} />
      <ContextWatch onContext={onContext} />
      <FrameDriver />
    </Canvas>
  );
}

/** Everything drawn, in drawing order. */
export function Layers() {
  const layers = useView((view) => view.layers);
  const stage = useStage();
  useEffect(() => {
    stage.dirty = true;
  }, [stage, layers]);
  return (
    <>
      <SphereLayer visible={layers.spheres} />
      <LinkLayer visible={layers.links && layers.spheres} />
      <MessageLayer visible={layers.messages && layers.spheres} />
      <ClockLayer visible={layers.clock} />
      <LatticeLayer visible={layers.lattice} />
      <EventLayer visible={layers.events} />
      <SelectionLayer />
    </>
  );
}

/** A lost graphics context comes back by itself: the renderer rebuilds every resource, we draw again. */
function ContextWatch({ onContext }: { readonly onContext: (lost: boolean) => void }) {
  const stage = useStage();
  const canvas = useThree((three) => three.gl.domElement);
  useEffect(() => {
    const lost = (): void => {
      onContext(true);
    };
    const restored = (): void => {
      onContext(false);
      stage.dirty = true;
    };
    canvas.addEventListener('webglcontextlost', lost);
    canvas.addEventListener('webglcontextrestored', restored);
    return () => {
      canvas.removeEventListener('webglcontextlost', lost);
      canvas.removeEventListener('webglcontextrestored', restored);
    };
  }, [canvas, onContext, stage]);
  return null;
}
