import { useEffect, useState } from 'react';
import { newestFrames } from '../../store/newest-frames.ts';
import { setFigures, useView } from '../../store/view-slice.ts';
import { shortRendererName } from '../kit/quality.ts';
import { useStage } from '../kit/stage.ts';
import type { Stage } from '../kit/stage.ts';
import { heldEvents } from '../layers/events/event-layout.ts';
import { hudLines } from './hud-words.ts';
import type { HudFigures } from './hud-words.ts';

const READ_MS = 500;

/** The scene's own figures, measured over the last half second. */
export function HudLine() {
  const stage = useStage();
  const shown = useView((view) => view.figuresVisible);
  const [figures, setLocal] = useState<HudFigures>();

  useEffect(() => {
    const timer = setInterval(() => {
      const measured = measure(stage);
      setFigures({
        ...measured,
        events: measured.eventsDrawn,
        renderer: stage.rendererName,
        ranges: { ...stage.ranges },
      });
      setLocal(measured);
    }, READ_MS);
    return () => {
      clearInterval(timer);
    };
  }, [stage]);

  if (!shown || !figures) return null;
  return (
    <div className="scene-hud scene-figure" data-testid="scene-hud">
      {hudLines(figures).map((line) => (
        <div key={line}>{line}</div>
      ))}
    </div>
  );
}

function measure(stage: Stage): HudFigures {
  const { framesPerSecond, jsMs, uploadBytes, droppedFrames } = stage.meter.read(performance.now());
  return {
    spheres: stage.layout.count,
    spheresDrawn: stage.spheresDrawn,
    eventsHeld: heldEvents(newestFrames.events),
    eventsDrawn: stage.eventsDrawn,
    primesDrawn: stage.primesDrawn,
    drawCalls: stage.drawCalls,
    framesPerSecond,
    jsMs,
    uploadBytes,
    droppedFrames,
    links: stage.links.held,
    linksDrawn: stage.links.drawn,
    eventStride: stage.eventStride,
    governorLevel: stage.governorLevel,
    renderer: shortRendererName(stage.rendererName),
    software: stage.quality.software,
  };
}
