import { useEffect, useMemo, useRef } from 'react';
import { useFrame } from '@react-three/fiber';
import { Vector2 } from 'three';
import type { PerspectiveCamera, Points } from 'three';
import { useView } from '../../../store/view-slice.ts';
import { useStage } from '../../kit/stage.ts';
import { usePickable } from '../../kit/use-pickable.ts';
import { LatticeDrawing } from './lattice-drawing.ts';
import { LatticeGuides } from './LatticeGuides.tsx';

const deviceSize = new Vector2();

/** The first primes on the 12-fold clock and the lines they are read by; two draw calls. Never sets state. */
export function LatticeLayer({ visible }: { readonly visible: boolean }) {
  const stage = useStage();
  const theme = useView((view) => view.theme);
  const look = useView((view) => view.look);
  const points = useRef<Points>(null);
  const drawing = useMemo(() => new LatticeDrawing(stage), [stage]);

  usePickable(drawing, visible);

  useEffect(() => {
    if (!visible) stage.primesDrawn = 0;
  }, [stage, visible]);

  useEffect(() => {
    drawing.colour(look, theme);
    stage.dirty = true;
  }, [stage, drawing, look, theme]);

  useFrame(({ camera, gl }) => {
    if (points.current?.visible !== true) return;
    drawing.move(performance.now(), useView.getState());
    const height = gl.getDrawingBufferSize(deviceSize).y;
    drawing.look(camera as PerspectiveCamera, height, gl.getPixelRatio());
  });

  return (
    <>
      <LatticeGuides drawing={drawing} visible={visible} />
      <points
        ref={points}
        name="lattice"
        visible={visible}
        geometry={drawing.geometry}
        material={drawing.material}
        frustumCulled={false}
        renderOrder={4}
      />
    </>
  );
}
