import { useEffect, useMemo, useRef } from 'react';
import { useFrame } from '@react-three/fiber';
import { Mesh, Vector2 } from 'three';
import type { PerspectiveCamera } from 'three';
import { newestFrames } from '../../../store/newest-frames.ts';
import { useFilters } from '../../../store/filter-slice.ts';
import { mask, updateMask } from '../../../store/mask.ts';
import { useView } from '../../../store/view-slice.ts';
import { SCENE_PALETTES } from '../../kit/scene-palette.ts';
import type { ScenePalette } from '../../kit/scene-palette.ts';
import { setTree, useStage } from '../../kit/stage.ts';
import type { Stage } from '../../kit/stage.ts';
import { setColour, setUniform } from '../../kit/uniforms.ts';
import { clipVector, hazeOf, pixelSlope, upInView } from '../../kit/view-uniforms.ts';
import { SphereCloud } from './sphere-cloud.ts';
import { SphereTinter } from './sphere-tinter.ts';
import { createIdMaterial, createSphereMaterial } from './sphere-material.ts';
import { openSphereRows, sameTree, treeOf } from './sphere-rows.ts';
import { restingTree } from './sphere-layout.ts';

const deviceSize = new Vector2();

/** Every sphere of the tree in one draw call, tinted by what it does. Reads frames; never sets state. */
export function SphereLayer({ visible }: { readonly visible: boolean }) {
  const stage = useStage();
  const theme = useView((view) => view.theme);
  const mesh = useRef<Mesh>(null);
  const spheres = useMemo(() => createSpheres(stage), [stage]);
  const palette = SCENE_PALETTES[theme];

  useEffect(() => {
    stage.pickScene.add(spheres.idMesh);
    return () => {
      stage.pickScene.remove(spheres.idMesh);
      spheres.dispose();
    };
  }, [stage, spheres]);

  useEffect(() => {
    spheres.idMesh.visible = visible;
  }, [spheres, visible]);

  useEffect(() => {
    spheres.retint();
    stage.dirty = true;
  }, [stage, spheres, palette]);

  useFrame(({ camera, gl }) => {
    const lens = camera as PerspectiveCamera;
    spheres.takeFrame(palette);
    spheres.glide(performance.now());
    spheres.look(lens, gl.getDrawingBufferSize(deviceSize).y, palette);
    if (mesh.current) mesh.current.geometry = spheres.geometry();
  });

  return (
    <mesh
      ref={mesh}
      name="spheres"
      visible={visible}
      geometry={spheres.geometry()}
      material={spheres.material}
      frustumCulled={false}
      renderOrder={1}
    />
  );
}

/** The layer's own objects, from the newest frame to the GPU; rebuilt parts follow the tree. */
function createSpheres(stage: Stage) {
  let cloud = new SphereCloud(stage.layout);
  let tinter = new SphereTinter(stage.layout);
  const material = createSphereMaterial(cloud.textures);
  const idMaterial = createIdMaterial(cloud.textures);
  const idMesh = new Mesh(cloud.geometry, idMaterial);
  idMesh.frustumCulled = false;
  let taken = -1;
  let masked = -1;
  let hidden: SphereCloud | undefined;
  let gliding = true;
  let glidedAtMs = 0;
  let sortedFor: unknown;

  const rebuild = (): void => {
    cloud.dispose();
    cloud = new SphereCloud(stage.layout);
    tinter = new SphereTinter(stage.layout);
    idMesh.geometry = cloud.geometry;
    for (const each of [material, idMaterial]) {
      setUniform(each, 'places', cloud.textures.places);
      setUniform(each, 'tints', cloud.textures.tints);
    }
    sortedFor = undefined;
  };

  return {
    material,
    idMesh,
    geometry: () => cloud.geometry,

    /** Reads the newest sphere frame if it is new; another tree is laid out afresh. */
    takeFrame(palette: ScenePalette): void {
      updateMask();
      const { frame, version } = newestFrames.spheres;
      if (version === taken && mask.sphereVersion === masked) return;
      taken = version;
      const rows = frame && newestFrames.spheres.rows > 0 ? openSphereRows(frame) : undefined;
      const resting = restingTree();
      if (rows ? !sameTree(rows, stage.tree) : stage.tree.count !== resting.count) {
        setTree(stage, rows ? treeOf(rows) : resting);
        rebuild();
      }
      if (mask.sphereVersion !== masked || hidden !== cloud) {
        stage.meter.upload(cloud.hide(mask.spheres));
        masked = mask.sphereVersion;
        hidden = cloud;
      }
      tinter.aim(rows, palette, mask.spheres);
      gliding = true;
    },

    /** Moves the colours towards the newest frame's. */
    glide(nowMs: number): void {
      if (gliding) {
        gliding = tinter.advance(nowMs - glidedAtMs, cloud.tints);
        if (gliding) {
          cloud.showTints();
          stage.meter.upload(cloud.tintBytes);
          stage.settling = true;
        }
      }
      glidedAtMs = nowMs;
    },

    /** Sets what depends on the camera; sorts when it moved. */
    look(camera: PerspectiveCamera, deviceHeight: number, palette: ScenePalette): void {
      const { x, y, z } = camera.position;
      if (sortedFor !== stage.orbit.view) {
        stage.meter.upload(cloud.sort([x, y, z]));
        sortedFor = stage.orbit.view;
      }
      const pixel = pixelSlope(camera, deviceHeight);
      setUniform(material, 'pixel', pixel);
      setUniform(idMaterial, 'pixel', pixel);
      const clip = clipVector(useFilters.getState().filters.clip);
      setUniform(material, 'clip', clip);
      setUniform(idMaterial, 'clip', clip);
      setUniform(material, 'haze', hazeOf(Math.hypot(x, y, z)));
      setUniform(material, 'up', upInView(camera));
      setUniform(material, 'ambient', palette.ambient);
      setColour(material, 'background', palette.background);
      setColour(material, 'flash', palette.trouble);
    },

    /** The colours must be found anew (another theme). */
    retint(): void {
      taken = -1;
    },

    dispose(): void {
      cloud.dispose();
      material.dispose();
      idMaterial.dispose();
    },
  };
}
