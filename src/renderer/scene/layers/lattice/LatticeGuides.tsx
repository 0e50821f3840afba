import { useEffect, useMemo, useRef } from 'react';
import { useFrame } from '@react-three/fiber';
import type { Mesh } from 'three';
import { primeLattice } from '../../../store/lattice-table.ts';
import { useView } from '../../../store/view-slice.ts';
import { SCENE_PALETTES } from '../../kit/scene-palette.ts';
import { createLineGeometry, createLineMaterial, lookAtLines } from '../../kit/thin-lines.ts';
import type { LatticeDrawing } from './lattice-drawing.ts';
import { latticeGuides } from './lattice-guides.ts';
import { latticeFloor } from './lattice-places.ts';

/** The lines that the primes' places are read by, beneath the primes; one draw call. */
export function LatticeGuides({
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

  useFrame((frame) => {
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
    lookAtLines(material, frame, SCENE_PALETTES[theme].ring);
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
