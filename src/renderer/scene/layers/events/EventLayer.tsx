import { useEffect, useMemo, useRef } from 'react';
import { useFrame } from '@react-three/fiber';
import { Vector2 } from 'three';
import type { PerspectiveCamera, Points } from 'three';
import { useRun } from '../../../store/run-slice.ts';
import { useView } from '../../../store/view-slice.ts';
import { useStage } from '../../kit/stage.ts';
import { usePickable } from '../../kit/use-pickable.ts';
import { EventDrawing } from './event-drawing.ts';

const deviceSize = new Vector2();
const NO_TEXTS: readonly string[] = [];

/** The newest shell of boundary events as fine dust around the lattice; one draw call. Reads frames; never sets state. */
export function EventLayer({ visible }: { readonly visible: boolean }) {
  const stage = useStage();
  const theme = useView((view) => view.theme);
  const look = useView((view) => view.look);
  const texts = useRun(({ status }) => status.corpus?.tokenTexts) ?? NO_TEXTS;
  const points = useRef<Points>(null);
  const drawing = useMemo(() => new EventDrawing(stage), [stage]);

  usePickable(drawing, visible);

  useEffect(() => {
    drawing.colour(look, theme);
    stage.dirty = true;
  }, [stage, drawing, look, theme]);

  useEffect(() => {
    drawing.texts = texts;
    stage.dirty = true;
  }, [stage, drawing, texts]);

  useFrame(({ camera, gl }) => {
    const shown = points.current?.visible === true;
    stage.eventsDrawn = 0;
    if (!shown) return;
    drawing.takeFrames();
    drawing.move(performance.now(), useView.getState());
    const height = gl.getDrawingBufferSize(deviceSize).y;
    drawing.look(camera as PerspectiveCamera, height, gl.getPixelRatio());
  });

  return (
    <points
      ref={points}
      name="events"
      visible={visible}
      geometry={drawing.geometry}
      material={drawing.material}
      frustumCulled={false}
      renderOrder={4}
    />
  );
}
