import { useEffect, useMemo, useRef } from 'react';
import { useFrame } from '@react-three/fiber';
import { Vector2 } from 'three';
import type { Mesh, PerspectiveCamera } from 'three';
import { useView } from '../../../store/view-slice.ts';
import { useWorkerNodes } from '../../../store/worker-nodes.ts';
import { useStage } from '../../kit/stage.ts';
import { usePickable } from '../../kit/use-pickable.ts';
import { SphereDrawing } from './sphere-drawing.ts';

const deviceSize = new Vector2();

/** Every sphere of the tree in one draw call, tinted by what it does. Reads frames; never sets state. */
export function SphereLayer({ visible }: { readonly visible: boolean }) {
  const stage = useStage();
  const theme = useView((view) => view.theme);
  const look = useView((view) => view.look);
  const nodes = useWorkerNodes((workers) => workers.nodes);
  const mesh = useRef<Mesh>(null);
  const drawing = useMemo(() => new SphereDrawing(stage), [stage]);

  usePickable(drawing, visible);

  useEffect(() => {
    drawing.repaint();
    stage.dirty = true;
  }, [stage, drawing, theme, look, nodes]);

  useFrame(({ camera, gl }) => {
    const { look, theme, reducedMotion } = useView.getState();
    drawing.takeFrame(look, theme, reducedMotion);
    drawing.glide(performance.now());
    drawing.look(camera as PerspectiveCamera, gl.getDrawingBufferSize(deviceSize).y, theme);
    if (mesh.current) mesh.current.geometry = drawing.geometry;
  });

  return (
    <mesh
      ref={mesh}
      name="spheres"
      visible={visible}
      geometry={drawing.geometry}
      material={drawing.material}
      frustumCulled={false}
      renderOrder={1}
    />
  );
}
