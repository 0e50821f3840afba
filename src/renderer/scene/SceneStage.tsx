import { useEffect, useMemo, useRef, useState } from 'react';
import { useTools } from '../store/tool-slice.ts';
import { useView } from '../store/view-slice.ts';
import { listenToGestures } from './camera/gestures.ts';
import { framingOf } from './camera/first-view.ts';
import { KEY_HELP, pressStageKey } from './camera/stage-keys.ts';
import { probeRenderer } from './kit/quality.ts';
import { StageContext, createStage } from './kit/stage.ts';
import { AxesGizmo } from './overlay/AxesGizmo.tsx';
import { RegionOutline } from './overlay/RegionOutline.tsx';
import { HourLabels } from './overlay/HourLabels.tsx';
import { HoverCard } from './overlay/HoverCard.tsx';
import { HudLine } from './overlay/HudLine.tsx';
import { Legend } from './overlay/Legend.tsx';
import { TokenLabels } from './overlay/TokenLabels.tsx';
import { SelectionVoice } from './overlay/SelectionVoice.tsx';
import { SceneCanvas } from './SceneCanvas.tsx';
import './scene.css';

/** Everything of the middle of the window: the lattice, the ring of events, and the words over them. Fills its parent. */
export function SceneStage() {
  const rendererName = useMemo(probeRenderer, []);
  if (rendererName === undefined) {
    return (
      <div className="scene-stage scene-without">
        <p>
          This browser offers no WebGL 2, so the lattice cannot be drawn. Training, charts and
          tables work without it.
        </p>
      </div>
    );
  }
  return <LiveStage rendererName={rendererName} />;
}

/** Radians a second: a turn takes half a minute. */
const TURNTABLE = (2 * Math.PI) / 30;

function LiveStage({ rendererName }: { readonly rendererName: string }) {
  const stage = useMemo(() => createStage(rendererName), [rendererName]);
  const root = useRef<HTMLDivElement>(null);
  const [contextLost, setContextLost] = useState(false);
  const layers = useView((view) => view.layers);
  const look = useView((view) => view.look);
  const reducedMotion = useView((view) => view.reducedMotion);
  const turntable = useTools((tools) => tools.turntable);
  const frameAllRequests = useView((view) => view.frameAllRequests);

  useEffect(() => {
    stage.orbit.reducedMotion = reducedMotion;
  }, [stage, reducedMotion]);

  useEffect(() => {
    stage.orbit.spin = turntable ? TURNTABLE : 0;
  }, [stage, turntable]);

  useEffect(() => {
    if (frameAllRequests > 0) stage.orbit.home();
  }, [stage, frameAllRequests]);

  useEffect(() => {
    stage.orbit.show(framingOf({ layers, look }));
  }, [stage, layers, look]);

  useEffect(() => (root.current ? listenToGestures(root.current, stage) : undefined), [stage]);

  return (
    <StageContext value={stage}>
      <div
        ref={root}
        className="scene-stage"
        data-testid="scene-stage"
        tabIndex={0}
        role="application"
        aria-label="The lattice of spheres and the ring of boundary events"
        aria-description={KEY_HELP}
        onKeyDown={(event) => {
          if (!pressStageKey(stage, event.nativeEvent)) return;
          event.preventDefault();
          event.stopPropagation();
        }}
      >
        <SceneCanvas onContext={setContextLost} root={root} />
        <HourLabels visible={layers.clock} />
        <TokenLabels visible={layers.events && look.events.layout === 'spokes'} />
        <Legend />
        <HudLine />
        <AxesGizmo />
        <HoverCard />
        <RegionOutline />
        <SelectionVoice />
        {contextLost && (
          <p className="scene-notice" role="status">
            The graphics driver was reset. Training goes on; the picture comes back by itself.
          </p>
        )}
      </div>
    </StageContext>
  );
}
