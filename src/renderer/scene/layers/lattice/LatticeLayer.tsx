import { useEffect, useMemo, useRef } from 'react';
import { useFrame } from '@react-three/fiber';
import { Vector2 } from 'three';
import type { Mesh, PerspectiveCamera, Points } from 'three';
import { primeLattice } from '../../../store/lattice-table.ts';
import { useView } from '../../../store/view-slice.ts';
import { SCENE_PALETTES } from '../../kit/scene-palette.ts';
import { useStage } from '../../kit/stage.ts';
import { createLineGeometry, createLineMaterial } from '../../kit/thin-lines.ts';
import { setColour, setUniform } from '../../kit/uniforms.ts';
import { hazeOf } from '../../kit/view-uniforms.ts';
import { LatticeDrawing } from './lattice-drawing.ts';
import { latticeGuides } from './lattice-guides.ts';
import { latticeFloor } from './lattice-places.ts';

const deviceSize = new Vector2();

/** The first primes on the 12-fold clock and the lines they are read by; two draw calls. Never sets state. */
export function LatticeLayer({ visible }: { readonly visible: boolean }) {
  const stage = useStage();
  const theme = useView((view) => view.theme);
  const look = useView((view) => view.look);
  const points = useRef<Points>(null);
  const drawing = useMemo(() => new LatticeDrawing(stage), [stage]);

  useEffect(() => {
    stage.pickScene.add(drawing.idPoints);
    return () => {
      stage.pickScene.remove(drawing.idPoints);
      drawing.dispose();
    };
  }, [stage, drawing]);

  useEffect(() => {
    drawing.idPoints.visible = visible;
    if (!visible) stage.primesDrawn = 0;
  }, [stage, drawing, visible]);

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
      <Guides drawing={drawing} visible={visible} />
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

function Guides({
  drawing,
  visible,
}: {
  readonly drawing: LatticeDrawing;
  readonly visible: boolean;
}) {
  const mesh = useRef<Mesh>(null);
  const theme = useView((view) => view.theme);
  const material = useMemo(() => createLineMaterial(1), []);
  const geometry = useMemo(() => createLineGeometry(latticeGuides('rings')), []);
  const drawn = useRef('rings');
  useEffect(() => () => material.dispose(), [material]);

  useFrame(({ camera, gl }) => {
    const lines = mesh.current;
    if (!lines) return;
    lines.visible = visible && primeLattice.table !== undefined;
    if (!lines.visible) return;
    const { guided } = drawing;
    if (drawn.current !== guided) {
      drawn.current = guided;
      lines.geometry.dispose();
      lines.geometry = createLineGeometry(latticeGuides(guided));
    }
    lines.position.y = guided === 'sphere' ? 0 : latticeFloor(useView.getState());
    setUniform(material, 'viewport', gl.getDrawingBufferSize(deviceSize));
    setUniform(material, 'width', Math.max(1, gl.getPixelRatio()));
    setUniform(material, 'haze', hazeOf(camera.position.length()));
    setColour(material, 'colour', SCENE_PALETTES[theme].ring);
  });

  return (
    <mesh
      ref={mesh}
      name="lattice-lines"
      geometry={geometry}
      material={material}
      frustumCulled={false}
      renderOrder={3}
    />
  );
}
