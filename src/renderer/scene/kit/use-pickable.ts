import { useEffect } from 'react';
import type { Object3D } from 'three';
import { useStage } from './stage.ts';

/** A layer's own objects, with those that the id buffer draws. */
export interface Pickable {
  readonly ids: Object3D;
  readonly dispose: () => void;
}

/** Keeps a drawing's ids among what can be picked while its layer is mounted and visible, and disposes of it afterwards. */
export function usePickable(drawing: Pickable, visible: boolean): void {
  const { pickScene } = useStage();
  useEffect(() => {
    pickScene.add(drawing.ids);
    return () => {
      pickScene.remove(drawing.ids);
      drawing.dispose();
    };
  }, [pickScene, drawing]);
  useEffect(() => {
    drawing.ids.visible = visible;
  }, [drawing, visible]);
}
