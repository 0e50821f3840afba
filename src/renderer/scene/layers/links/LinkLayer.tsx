import { useEffect, useMemo, useRef } from 'react';
import { useFrame } from '@react-three/fiber';
import { Vector2 } from 'three';
import type { Mesh } from 'three';
import { useView } from '../../../store/view-slice.ts';
import { SCENE_PALETTES } from '../../kit/scene-palette.ts';
import { useStage } from '../../kit/stage.ts';
import { createLineGeometry, createLineMaterial } from '../../kit/thin-lines.ts';
import { setColour, setUniform } from '../../kit/uniforms.ts';
import { hazeOf } from '../../kit/view-uniforms.ts';
import { layoutLinks } from './link-layout.ts';

const deviceSize = new Vector2();

/** A barely visible line from each parent to each of its children; one draw call. */
export function LinkLayer({ visible }: { readonly visible: boolean }) {
  const stage = useStage();
  const theme = useView((view) => view.theme);
  const mesh = useRef<Mesh>(null);
  const drawnTree = useRef(0);
  const material = useMemo(() => createLineMaterial(1), []);
  const geometry = useMemo(
    () => createLineGeometry(layoutLinks(stage.tree, stage.layout)),
    [stage],
  );
  useEffect(() => () => material.dispose(), [material]);

  useFrame(({ camera, gl }) => {
    if (!mesh.current) return;
    if (drawnTree.current !== stage.treeVersion) {
      drawnTree.current = stage.treeVersion;
      mesh.current.geometry.dispose();
      mesh.current.geometry = createLineGeometry(layoutLinks(stage.tree, stage.layout));
    }
    setUniform(material, 'viewport', gl.getDrawingBufferSize(deviceSize));
    setUniform(material, 'width', Math.max(1, gl.getPixelRatio()));
    setUniform(material, 'haze', hazeOf(camera.position.length()));
    setColour(material, 'colour', SCENE_PALETTES[theme].link);
  });

  return (
    <mesh
      ref={mesh}
      name="links"
      visible={visible}
      geometry={geometry}
      material={material}
      frustumCulled={false}
      renderOrder={2}
    />
  );
}
