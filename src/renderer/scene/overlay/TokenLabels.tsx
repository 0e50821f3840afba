import { useEffect, useRef } from 'react';
import { readTokenFrame } from '../../../shared/frames/token-frame.ts';
import { newestFrames } from '../../store/newest-frames.ts';
import { useRun } from '../../store/run-slice.ts';
import { useStage } from '../kit/stage.ts';
import { onRing } from '../layers/clock/clock-layout.ts';
import { SPOKES } from '../layers/events/event-shapes.ts';
import { spokeAngle } from '../layers/events/token-table.ts';
import { tokenSign } from './event-words.ts';
import { namedTokens, tokenCounts } from './token-places.ts';

const READ_MS = 1_000;
const LABEL_REACH = SPOKES.outer + 0.1;
const NO_TEXTS: readonly string[] = [];

/** The tokens at the ends of their rays: the frequent ones, where two names would touch only one. */
export function TokenLabels({ visible }: { readonly visible: boolean }) {
  const stage = useStage();
  const texts = useRun(({ status }) => status.corpus?.tokenTexts) ?? NO_TEXTS;
  const host = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = host.current;
    if (!element || !visible) return undefined;
    let angles: readonly number[] = [];
    let drawnFor: unknown;
    const place = (): void => {
      if (drawnFor === stage.orbit.view) return;
      drawnFor = stage.orbit.view;
      angles.forEach((angle, index) => {
        const label = element.children[index];
        if (!(label instanceof HTMLElement)) return;
        const { x, y, depth } = stage.project(...onRing(angle, LABEL_REACH));
        label.style.opacity = depth > 0 ? '1' : '0';
        label.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) translate(-50%, -50%)`;
      });
    };
    const read = (): void => {
      const { frame } = newestFrames.tokens;
      if (!frame) return;
      const { rows, columns } = readTokenFrame(frame);
      const all = Float64Array.from({ length: rows }, (_, token) =>
        spokeAngle(token, columns.thetaOffset(token)),
      );
      const named = namedTokens(tokenCounts(newestFrames.events, rows), all);
      angles = named.map((token) => all[token] ?? 0);
      element.replaceChildren(...named.map((token) => nameOf(texts[token], token)));
      drawnFor = undefined;
      place();
    };
    read();
    const timer = setInterval(read, READ_MS);
    stage.drawn.add(place);
    return () => {
      clearInterval(timer);
      stage.drawn.delete(place);
      element.replaceChildren();
    };
  }, [stage, texts, visible]);

  return <div ref={host} className="scene-hours scene-tokens" aria-hidden="true" />;
}

function nameOf(text: string | undefined, token: number): HTMLElement {
  const name = document.createElement('span');
  name.textContent = tokenSign(text, token);
  return name;
}
