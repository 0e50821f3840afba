import { useEffect, useMemo } from 'react';
import { useFrame } from '@react-three/fiber';
import { useView } from '../../../store/view-slice.ts';
import { SCENE_PALETTES } from '../../kit/scene-palette.ts';
import { createLineGeometry, createLineMaterial, lookAtLines } from '../../kit/thin-lines.ts';
import { clockReach, clockTurns, layoutClock } from './clock-layout.ts';

/** The ring's edges and the ticks of its clock; one draw call. The hours' names are HTML (overlay/HourLabels). */
export function ClockLayer({ visible }: { readonly visible: boolean }) {
  const theme = useView((view) => view.theme);
  const reach = useView(clockReach);
  const turns = useView(clockTurns);
  const geometry = useMemo(() => createLineGeometry(layoutClock(reach, turns)), [reach, turns]);
  const material = useMemo(() => createLineMaterial(1), []);
  useEffect(() => () => geometry.dispose(), [geometry]);
  useEffect(() => () => material.dispose(), [material]);

  useFrame((frame) => lookAtLines(material, frame, SCENE_PALETTES[theme].ring));

  return (
    <mesh
      name="clock"
      visible={visible}
      geometry={geometry}
      material={material}
      frustumCulled={false}
      renderOrder={3}
    />
  );
}
