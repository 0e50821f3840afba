import { useSelection } from '../../src/renderer/store/selection-slice.ts';
import type { Selection } from '../../src/renderer/store/selection-slice.ts';

/** Nothing can be this: the answer has not come while it is hovered. */
const WAITING: Selection = { kind: 'sphere', id: -1 };

const nextFrame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));

export async function drawnFrames(count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) await nextFrame();
}

/** Moves the pointer to places of the stage, CSS pixels, as a hand does, and tells what is hovered at each; null: nothing. */
export async function hoverAll(
  places: readonly (readonly [number, number])[],
): Promise<(Selection | null)[]> {
  const stage = document.querySelector('[data-testid="scene-stage"]');
  if (!stage) throw new Error('there is no stage');
  const { left, top } = stage.getBoundingClientRect();
  const found: (Selection | null)[] = [];
  for (const [x, y] of places) {
    useSelection.setState({ hovered: WAITING });
    const at = {
      clientX: left + x + 0.5,
      clientY: top + y + 0.5,
      bubbles: true,
    };
    stage.dispatchEvent(new PointerEvent('pointermove', { ...at, pointerType: 'mouse' }));
    const answer = await answered();
    found.push(answer ?? null);
  }
  return found;
}

/** Hovered, once the scene has answered. */
async function answered(): Promise<Selection | undefined> {
  for (;;) {
    const { hovered } = useSelection.getState();
    if (hovered !== WAITING) return hovered;
    await nextFrame();
  }
}
