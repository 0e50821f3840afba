import { useEffect, useMemo, useRef } from 'react';
import { useFrame } from '@react-three/fiber';
import { Vector2 } from 'three';
import type { PerspectiveCamera, Points } from 'three';
import { useView } from '../../../store/view-slice.ts';
import { SCENE_PALETTES } from '../../kit/scene-palette.ts';
import { useStage } from '../../kit/stage.ts';
import { lookAtLines } from '../../kit/thin-lines.ts';
import { setUniform } from '../../kit/uniforms.ts';
import { pixelSlope } from '../../kit/view-uniforms.ts';
import { MessageDrawing } from './message-drawing.ts';

const deviceSize = new Vector2();

/** Messages as pulses along the links, stolen work as arcs; two draw calls. Reads frames; never sets state. */
export function MessageLayer({ visible }: { readonly visible: boolean }) {
  const stage = useStage();
  const theme = useView((view) => view.theme);
  const points = useRef<Points>(null);
  const drawing = useMemo(() => new MessageDrawing(stage), [stage]);
  useEffect(() => () => drawing.dispose(), [drawing]);
  useEffect(() => {
    drawing.colour(theme);
    stage.dirty = true;
  }, [stage, drawing, theme]);

  useFrame((frame) => {
    const { camera, gl } = frame;
    if (points.current?.visible !== true) return;
    drawing.move(performance.now(), useView.getState().reducedMotion);
    const size = gl.getDrawingBufferSize(deviceSize);
    setUniform(drawing.pulses, 'size', 1 / pixelSlope(camera as PerspectiveCamera, size.y));
    setUniform(drawing.pulses, 'ratio', gl.getPixelRatio());
    lookAtLines(drawing.arcs, frame, SCENE_PALETTES[theme].trouble, 1.5);
  });

  return (
    <>
      <mesh
        name="thefts"
        visible={visible}
        geometry={drawing.arcGeometry}
        material={drawing.arcs}
        frustumCulled={false}
        renderOrder={3}
      />
      <points
        ref={points}
        name="messages"
        visible={visible}
        geometry={drawing.pulseGeometry}
        material={drawing.pulses}
        frustumCulled={false}
        renderOrder={3}
      />
    </>
  );
}
