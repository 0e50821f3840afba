import { useEffect, useMemo, useRef } from 'react';
import { useFrame } from '@react-three/fiber';
import { Points, Vector2, Vector3 } from 'three';
import type { PerspectiveCamera } from 'three';
import { newestFrames } from '../../../store/newest-frames.ts';
import { useFilters } from '../../../store/filter-slice.ts';
import { updateMask } from '../../../store/mask.ts';
import { useView } from '../../../store/view-slice.ts';
import { useStage } from '../../kit/stage.ts';
import { setUniform } from '../../kit/uniforms.ts';
import { clipVector, pixelSlope } from '../../kit/view-uniforms.ts';
import { EventCloud, tokenOffsets } from './event-cloud.ts';
import { createEventIdMaterial, createEventMaterial } from './event-material.ts';
import { drawnEvents, heldEvents, newestSlot } from './event-layout.ts';
import { eventScale } from './event-colour.ts';

const deviceSize = new Vector2();
/** Diameter of an event in world units; a sample of the events is drawn larger, so that the dust keeps its weight. */
const DOT = 0.0052;
const SAMPLED_DOT = 0.0072;

/** The newest shell of boundary events as fine dust on the ring; one draw call. Reads frames; never sets state. */
export function EventLayer({ visible }: { readonly visible: boolean }) {
  const stage = useStage();
  const theme = useView((view) => view.theme);
  const points = useRef<Points>(null);
  const { eventStride } = stage.quality;
  const cloud = useMemo(() => new EventCloud(newestFrames.events, eventStride), [eventStride]);
  const material = useMemo(() => createEventMaterial(tokenOffsets(undefined)), []);
  const idPoints = useMemo(
    () => new Points(cloud.geometry, createEventIdMaterial(material)),
    [cloud, material],
  );
  const tokensTaken = useRef(-1);

  useEffect(() => {
    idPoints.frustumCulled = false;
    stage.pickScene.add(idPoints);
    return () => {
      stage.pickScene.remove(idPoints);
      idPoints.material.dispose();
      cloud.dispose();
      material.dispose();
    };
  }, [stage, idPoints, cloud, material]);

  useEffect(() => {
    idPoints.visible = visible;
  }, [idPoints, visible]);

  useEffect(() => {
    const scale = eventScale(theme).map(([r, g, b]) => new Vector3(r, g, b));
    setUniform(material, 'scale', scale);
    stage.dirty = true;
  }, [stage, material, theme]);

  useFrame(({ camera, gl }) => {
    if (!points.current?.visible) {
      stage.eventsDrawn = 0;
      return;
    }
    if (tokensTaken.current !== newestFrames.tokens.version) {
      tokensTaken.current = newestFrames.tokens.version;
      setUniform(material, 'offsets', tokenOffsets(newestFrames.tokens.frame));
    }
    const ring = newestFrames.events;
    updateMask();
    setUniform(material, 'clip', clipVector(useFilters.getState().filters.clip));
    stage.meter.upload(cloud.takeEvents());
    stage.eventsDrawn = drawnEvents(ring, eventStride);
    const height = gl.getDrawingBufferSize(deviceSize).y;
    const dot = eventStride > 1 ? SAMPLED_DOT : DOT;
    setUniform(material, 'stride', eventStride);
    setUniform(material, 'newest', newestSlot(ring));
    setUniform(material, 'held', heldEvents(ring));
    const size = dot / pixelSlope(camera as PerspectiveCamera, height);
    setUniform(material, 'size', size);
    // The id buffer has a pixel for each CSS pixel.
    setUniform(idPoints.material, 'size', size / gl.getPixelRatio());
    setUniform(material, 'density', eventStride > 1 ? 1 : 0.8);
  });

  return (
    <points
      ref={points}
      name="events"
      visible={visible}
      geometry={cloud.geometry}
      material={material}
      frustumCulled={false}
      renderOrder={4}
    />
  );
}
