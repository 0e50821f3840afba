import { useEffect, useMemo } from 'react';
import { useFrame } from '@react-three/fiber';
import {
  DoubleSide,
  DynamicDrawUsage,
  Float32BufferAttribute,
  GLSL3,
  InstancedBufferGeometry,
  InstancedInterleavedBuffer,
  InterleavedBufferAttribute,
  ShaderMaterial,
  Vector2,
  Vector3,
} from 'three';
import type { PerspectiveCamera } from 'three';
import { useFilters } from '../../../store/filter-slice.ts';
import { useSelection } from '../../../store/selection-slice.ts';
import { useView } from '../../../store/view-slice.ts';
import { SCENE_PALETTES } from '../../kit/scene-palette.ts';
import { useStage } from '../../kit/stage.ts';
import { setColour, setUniform } from '../../kit/uniforms.ts';
import { pixelSlope } from '../../kit/view-uniforms.ts';
import { ballOf } from './selected-balls.ts';
import { MAX_RINGS, RING_FLOATS, layoutRings } from './selection-layout.ts';

const VERTEX = /* glsl */ `
  in vec4 place;
  in vec3 look;
  uniform float pixel;
  out vec2 vAt;
  flat out float vRadius;
  flat out vec2 vLook;

  void main() {
    vec3 centre = (modelViewMatrix * vec4(place.xyz, 1.0)).xyz;
    float distance = length(centre);
    vec3 towards = centre / distance;
    vec3 right = normalize(cross(towards, vec3(0.0, 1.0, 0.0)) + vec3(1e-6, 0.0, 0.0));
    vec3 up = cross(right, towards);
    // All lengths in device pixels at the sphere's own distance.
    float onePixel = distance * pixel;
    float inside = clamp(place.w / distance, 0.0, 0.999);
    vRadius = place.w / sqrt(1.0 - inside * inside) / onePixel + look.x;
    vAt = position.xy * (vRadius + look.y + 1.0);
    vLook = look.yz;
    gl_Position = projectionMatrix * vec4(centre + (right * vAt.x + up * vAt.y) * onePixel, 1.0);
  }
`;

const FRAGMENT = /* glsl */ `
  precision highp float;
  in vec2 vAt;
  flat in float vRadius;
  flat in vec2 vLook;
  uniform vec3 colour;
  layout(location = 0) out vec4 outColour;
  void main() {
    float alpha = vLook.y * clamp(0.5 * vLook.x + 0.5 - abs(length(vAt) - vRadius), 0.0, 1.0);
    outColour = vec4(colour * alpha, alpha);
  }
`;

const deviceSize = new Vector2();

/** Rings around what is selected and what is hovered, over everything; one draw call, none without them. */
export function SelectionLayer() {
  const stage = useStage();
  const theme = useView((view) => view.theme);
  const rings = useMemo(createRings, []);
  useEffect(
    () => () => {
      rings.geometry.dispose();
      rings.material.dispose();
    },
    [rings],
  );
  useEffect(() => {
    const draw = (): void => {
      stage.dirty = true;
    };
    const stops = [useSelection.subscribe(draw), useFilters.subscribe(draw)];
    return () => stops.forEach((stop) => stop());
  }, [stage]);

  useFrame(({ camera, gl }) => {
    const { selected, hovered } = useSelection.getState();
    rings.geometry.instanceCount = layoutRings(
      rings.numbers,
      ballOf(stage, selected),
      ballOf(stage, hovered),
      gl.getPixelRatio(),
    );
    rings.buffer.needsUpdate = true;
    const height = gl.getDrawingBufferSize(deviceSize).y;
    setUniform(rings.material, 'pixel', pixelSlope(camera as PerspectiveCamera, height));
    setColour(rings.material, 'colour', SCENE_PALETTES[theme].mark);
  });

  return (
    <mesh
      name="selection"
      geometry={rings.geometry}
      material={rings.material}
      frustumCulled={false}
      renderOrder={5}
    />
  );
}

function createRings() {
  const numbers = new Float32Array(MAX_RINGS * RING_FLOATS);
  const buffer = new InstancedInterleavedBuffer(numbers, RING_FLOATS);
  buffer.setUsage(DynamicDrawUsage);
  const geometry = new InstancedBufferGeometry();
  const corners = [-1, -1, 0, 1, -1, 0, 1, 1, 0, -1, 1, 0];
  geometry.setAttribute('position', new Float32BufferAttribute(corners, 3));
  geometry.setIndex([0, 1, 2, 0, 2, 3]);
  geometry.setAttribute('place', new InterleavedBufferAttribute(buffer, 4, 0));
  geometry.setAttribute('look', new InterleavedBufferAttribute(buffer, 3, 4));
  geometry.instanceCount = 0;
  const material = new ShaderMaterial({
    glslVersion: GLSL3,
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    side: DoubleSide,
    transparent: true,
    premultipliedAlpha: true,
    depthTest: false,
    depthWrite: false,
    uniforms: { pixel: { value: 1 }, colour: { value: new Vector3() } },
  });
  return { numbers, buffer, geometry, material };
}
