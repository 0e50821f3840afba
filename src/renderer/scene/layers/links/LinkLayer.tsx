import { useEffect, useMemo, useRef } from 'react';
import { useFrame } from '@react-three/fiber';
import type { BufferGeometry, Mesh } from 'three';
import { useFilters } from '../../../store/filter-slice.ts';
import { useView } from '../../../store/view-slice.ts';
import { SCENE_PALETTES } from '../../kit/scene-palette.ts';
import { quadsHeld, quadsShown, showQuads } from '../../kit/quads.ts';
import { useStage } from '../../kit/stage.ts';
import type { Stage } from '../../kit/stage.ts';
import { lookAtLines } from '../../kit/thin-lines.ts';
import { setUniform } from '../../kit/uniforms.ts';
import { clipVector } from '../../kit/view-uniforms.ts';
import { layoutLinks } from './link-layout.ts';
import { createLinkGeometry, createLinkMaterial } from './link-material.ts';

/** A barely visible line from each parent to each of its children, and between siblings that touch; one draw call. */
export function LinkLayer({ visible }: { readonly visible: boolean }) {
  const stage = useStage();
  const theme = useView((view) => view.theme);
  const siblings = useView((view) => view.look.spheres.siblings);
  const mesh = useRef<Mesh>(null);
  const drawnTree = useRef(0);
  const material = useMemo(createLinkMaterial, []);
  const geometry = useMemo(() => linksOf(stage, siblings), [stage, siblings]);
  useEffect(() => () => material.dispose(), [material]);
  useEffect(() => {
    drawnTree.current = 0;
    stage.dirty = true;
  }, [stage, siblings]);

  useFrame((frame) => {
    if (!mesh.current) return;
    const { places, links } = stage;
    if (drawnTree.current !== stage.treeVersion) {
      drawnTree.current = stage.treeVersion;
      mesh.current.geometry.dispose();
      mesh.current.geometry = linksOf(stage, siblings);
      setUniform(material, 'placesFrom', places.textures.from);
      setUniform(material, 'placesTo', places.textures.to);
    }
    showQuads(mesh.current.geometry, stage.quality.mostLinks);
    links.held = visible ? quadsHeld(mesh.current.geometry) : 0;
    links.drawn = visible ? quadsShown(mesh.current.geometry) : 0;
    setUniform(material, 'placesShare', places.share);
    setUniform(material, 'clip', clipVector(useFilters.getState().filters.clip));
    lookAtLines(material, frame, SCENE_PALETTES[theme].link);
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

function linksOf(stage: Stage, siblings: boolean): BufferGeometry {
  const layout = siblings ? stage.choice.layout : undefined;
  return createLinkGeometry(layoutLinks(stage.tree, stage.layout, layout));
}
