import '../../src/renderer/app/sound-locale.ts';
import { glClock, startGlClock } from './gl-clock.ts';
import { createRoot } from 'react-dom/client';
import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/jetbrains-mono/index.css';
import '../../src/renderer/theme/theme.css';
import { App } from '../../src/renderer/app/App.tsx';
import { drawnFrames, hoverAll } from './hover-all.ts';
import { answerCalls, CORPUS, resetWindow } from '../../test/helpers/window-fixture.ts';
import * as lattice from '../../src/renderer/store/lattice-table.ts';
import { newestFrames, resetFrames, takeFrame } from '../../src/renderer/store/newest-frames.ts';
import * as selection from '../../src/renderer/store/selection-slice.ts';
import { stagePort } from '../../src/renderer/store/stage-port.ts';
import type { CameraView, StagePort } from '../../src/renderer/store/stage-port.ts';
import { useTools } from '../../src/renderer/store/tool-slice.ts';
import * as view from '../../src/renderer/store/view-slice.ts';
import type { SceneFigures } from '../../src/renderer/store/view-slice.ts';
import type { HudFigures } from '../../src/renderer/scene/overlay/hud-words.ts';
import { applyTheme } from '../../src/renderer/theme/system-view.ts';
import {
  eventFrame,
  messageFrame,
  sphereFrame,
  tokenFrame,
  treeSize,
  VOCABULARY,
} from './machine.ts';

/** Texts of the invented vocabulary: the characters of printed English. */
const TOKENS = [
  '\n',
  ' ',
  ...Array.from({ length: VOCABULARY - 2 }, (_, i) => String.fromCharCode(33 + i)),
];

startGlClock(new URLSearchParams(location.search).has('withheld'));

let step = 1;
let collecting: (() => void) | undefined;
/** What the HUD measures goes into the store whole. */
const figuresNow = () => view.useView.getState().figures as (SceneFigures & HudFigures) | undefined;

const strideNow = (): number => figuresNow()?.eventStride ?? 1;

let windows: HudFigures[] = [];
let feeding: ReturnType<typeof setInterval> | undefined;

/** The whole window without a host, and how to feed it. */
const bench = {
  view,
  selection,
  lattice,
  show(theme: 'dark' | 'light') {
    applyTheme(theme);
    view.setThemeChoice(theme);
    view.setSystemView({ dark: theme === 'dark', reducedMotion: false });
  },
  /** A tree of `depth` and `events` events, once. */
  fill(depth: number, events: number, firstN = 1) {
    resetFrames();
    takeFrame('tokens', tokenFrame());
    if (events > 0) takeFrame('events', eventFrame(firstN, events, 12 ** depth));
    takeFrame('spheres', sphereFrame(depth, step));
  },
  /**
   * New frames `hertz` times a second; frames are made beforehand, so that only the scene's own work is measured. Of events that come
   * the newest `eventsHeld` stay: a run that is younger than a shell.
   */
  feed(depth: number, eventsAFrame: number, eventsHeld: number, hertz = 30) {
    const spheres = Array.from({ length: 8 }, (_, i) => sphereFrame(depth, 100 + i));
    const messages = Array.from({ length: 8 }, (_, i) => messageFrame(depth, 100 + i));
    let n = eventsHeld + 1;
    const events = Array.from({ length: 8 }, () => eventFrame(1, eventsAFrame, 12 ** depth));
    feeding = setInterval(() => {
      step += 1;
      takeFrame('messages', messages[step % 8] as ArrayBuffer);
      takeFrame('spheres', (spheres[step % 8] as ArrayBuffer).slice(0));
      const frame = events[step % 8] as ArrayBuffer;
      new DataView(frame).setFloat64(24, n, true);
      takeFrame('events', frame);
      n += eventsAFrame;
      newestFrames.events.oldestN = n - eventsHeld;
    }, 1_000 / hertz);
  },
  rest() {
    clearInterval(feeding);
  },
  spheres: treeSize,
  /** Turns the camera all the time. */
  turn() {
    useTools.setState({ turntable: true });
  },
  /** Looks from elsewhere; how the stage looks then. */
  async lookFrom(from: CameraView) {
    stagePort()?.lookFrom(from, true);
    await drawnFrames(3);
    // Until the stage rests in its whole quality, and the figures tell of it.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const { camera, size } = stagePort() as StagePort;
    return { camera: camera(), size: size(), stride: strideNow() };
  },
  /** What is found at each place, and every how many slots an event was drawn then. */
  async hoverAll(places: readonly (readonly [number, number])[]) {
    return { picked: await hoverAll(places), stride: strideNow() };
  },
  /** Keeps the scene's own figures from now on, a window of half a second each, and the time in WebGL. */
  collect() {
    windows = [];
    Object.assign(glClock, { ms: 0, calls: 0, draws: 0 });
    collecting = view.useView.subscribe((state, before) => {
      const figures = figuresNow();
      if (figures && state.figures !== before.figures) windows.push(figures);
    });
  },
  collected() {
    collecting?.();
    const frames = windows.reduce((sum, { framesPerSecond }) => sum + framesPerSecond / 2, 0);
    return { windows, gl: { ...glClock }, frames: Math.round(frames) };
  },
};
declare global {
  interface Window {
    bench: typeof bench;
  }
}
window.bench = bench;

answerCalls({});
const corpus = { ...CORPUS, vocabulary: VOCABULARY, tokenTexts: TOKENS };
resetWindow('running', { step: 1_240, corpus });
view.setSystemView({ dark: true, reducedMotion: false });
createRoot(document.getElementById('root') as HTMLElement).render(<App />);
