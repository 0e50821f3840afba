import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { serveScene } from '../../bench/scene/browser.mjs';
import { eventFrame, sphereFrame, tokenFrame } from '../../bench/scene/machine.ts';
import { FIELD_OF_VIEW } from '../../src/renderer/scene/camera/camera-fit.ts';
import { eventTheta, slotShare } from '../../src/renderer/scene/layers/events/event-layout.ts';
import { DOT, SAMPLED_DOT } from '../../src/renderer/scene/layers/events/event-drawing.ts';
import { eventPoint } from '../../src/renderer/scene/layers/events/event-shapes.ts';
import { layoutSpheres } from '../../src/renderer/scene/layers/spheres/sphere-layout.ts';
import { openSphereRows, treeOf } from '../../src/renderer/scene/layers/spheres/sphere-rows.ts';
import { EVENT_BIT } from '../../src/renderer/scene/picking/pick-result.ts';
import { eventKind } from '../../src/renderer/store/event-kind.ts';
import type { CameraView } from '../../src/renderer/store/stage-port.ts';
import type { Selection } from '../../src/renderer/store/selection-slice.ts';
import { readEventFrame } from '../../src/shared/frames/event-frame.ts';
import { readTokenFrame } from '../../src/shared/frames/token-frame.ts';
import { launchChromium, NO_CHROMIUM } from '../helpers/chromium.ts';
import { PickOracle } from '../helpers/pick-oracle.ts';
import type { Ball, Dot, OracleView } from '../helpers/pick-oracle.ts';

const NIGHTLY = process.env['CRYSTALLINE_NIGHTLY'] !== undefined;
const PIXELS = NIGHTLY ? 10_000 : 300;
const VIEWS = NIGHTLY ? 20 : 3;
const TIMEOUT_MS = NIGHTLY ? 1_800_000 : 180_000;
const [DEPTH, EVENTS] = [2, 20_000];

let browser: Browser | undefined;
let scene: Awaited<ReturnType<typeof serveScene>> | undefined;

beforeAll(async () => {
  browser = await launchChromium();
  if (browser) scene = await serveScene();
});

afterAll(async () => {
  await browser?.close();
  scene?.close();
});

interface Stage {
  readonly camera: CameraView;
  readonly size: { readonly width: number; readonly height: number };
  readonly stride: number;
}

async function open(): Promise<Page> {
  const page = await (browser as Browser).newPage({
    viewport: { width: 1280, height: 800 },
  });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(scene?.url ?? '');
  await page.waitForFunction(() => window.bench !== undefined);
  await page.evaluate(([depth, events]) => window.bench.fill(depth, events), [
    DEPTH,
    EVENTS,
  ] as const);
  return page;
}

/** Another place to look from, by chance but the same in every run. */
function lookFrom(page: Page, chance: () => number): Promise<Stage> {
  const view = {
    azimuth: chance() * 6,
    elevation: chance() * 1.4 - 0.4,
    distance: 2.6 + chance() * 4,
    target: [chance() * 0.4, chance() * 0.3, chance() * 0.4] as const,
  };
  return page.evaluate((from) => window.bench.lookFrom(from), view);
}

function balls(): readonly Ball[] {
  const { centres, radii, count } = layoutSpheres(treeOf(openSphereRows(sphereFrame(DEPTH, 1))));
  return Array.from({ length: count }, (_, id) => ({
    id,
    centre: [centres[id * 3] ?? 0, centres[id * 3 + 1] ?? 0, centres[id * 3 + 2] ?? 0],
    radius: radii[id] ?? 0,
  }));
}

/** Every event that is drawn, as wide as the layer draws it. */
function dots({ stride, size }: Stage): readonly Dot[] {
  const { columns, rows } = readEventFrame(eventFrame(1, EVENTS, 12 ** DEPTH));
  const tokens = readTokenFrame(tokenFrame());
  const slope = (2 * Math.tan(FIELD_OF_VIEW / 2)) / size.height;
  const dot = (stride > 1 ? SAMPLED_DOT : DOT) / slope;
  return Array.from({ length: Math.ceil(rows / stride) }, (_, i): Dot => {
    const slot = i * stride;
    const theta = eventTheta(slot, tokens.columns.thetaOffset(columns.token(slot)));
    const at = { share: slotShare(slot), thetaRad: theta, spokeRad: 0 };
    const centre = eventPoint('ring', { ...at, lossNats: columns.loss(slot) });
    return {
      slot,
      centre,
      size: (depth) => widthOf(slot, dot / depth),
      shape: shapeOf(slot),
    };
  });
}

/** Events within 100 of the boundary are drawn larger, each kind in a size of its own. */
function widthOf(slot: number, pixels: number): number {
  const near = Math.min(Math.max(pixels, 1), 5);
  if (slot >= 100) return near;
  switch (eventKind(slot + 1)) {
    case 'ordinary':
      return Math.max(near * 1.5, 2.5);
    case 'region-enter':
    case 'region-exit':
      return 5;
    case 'crossing':
      return 10;
    case 'bracket':
    case 'twin':
      return 8;
  }
}

function shapeOf(slot: number): Dot['shape'] {
  if (slot >= 100) return 'disc';
  const shapes = {
    crossing: 'diamond',
    bracket: 'square',
    twin: 'triangle',
  } as const;
  const kind = eventKind(slot + 1);
  return kind in shapes ? shapes[kind as keyof typeof shapes] : 'disc';
}

function valueOf(found: Selection | null): number {
  if (found?.kind === 'sphere') return found.id + 1;
  return found?.kind === 'event' ? EVENT_BIT + found.n : 0;
}

/** The same numbers in every run. */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

it(
  'finds by the pointer what a ray finds, on every pixel',
  async (ctx) => {
    if (!browser) return ctx.skip(NO_CHROMIUM);
    const page = await open();
    const chance = chances(7);
    const wrong: string[] = [];
    const found = { sphere: 0, event: 0, nothing: 0 };
    for (let look = 0; look < VIEWS; look += 1) {
      for (const { at, selection, right } of await pickInView(page, chance)) {
        found[selection?.kind === 'event' ? 'event' : selection ? 'sphere' : 'nothing'] += 1;
        if (right.has(valueOf(selection))) continue;
        wrong.push(`view ${look}, ${at}: ${valueOf(selection)}, not ${[...right].join(' or ')}`);
      }
    }
    expect(wrong).toEqual([]);
    // The pixels were of all sorts.
    for (const count of Object.values(found)) expect(count).toBeGreaterThan(PIXELS / 50);
  },
  TIMEOUT_MS,
);

/** Looks from somewhere and asks pixels by chance; once more where the governor drew fewer events meanwhile. */
async function pickInView(page: Page, chance: () => number): Promise<readonly Picked[]> {
  const stage = await lookFrom(page, chance);
  const { width, height } = stage.size;
  const pixels = Array.from({ length: PIXELS / VIEWS }, (): [number, number] => [
    Math.floor((0.1 + 0.8 * chance()) * width),
    Math.floor((0.22 + 0.55 * chance()) * height),
  ]);
  const { picked, stride } = await page.evaluate((asked) => window.bench.hoverAll(asked), pixels);
  if (stride !== stage.stride) return pickInView(page, chance);
  const view: OracleView = {
    ...stage.size,
    camera: stage.camera,
    fieldOfView: FIELD_OF_VIEW,
  };
  const oracle = new PickOracle(view, balls(), dots(stage));
  return pixels.map(([x, y], i) => ({
    at: `${x},${y}`,
    selection: picked[i] ?? null,
    right: oracle.answers(x, y),
  }));
}

interface Picked {
  readonly at: string;
  readonly selection: Selection | null;
  readonly right: ReadonlySet<number>;
}
