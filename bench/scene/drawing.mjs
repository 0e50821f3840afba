import { openBrowser } from './browser.mjs';
import { median, quantile, round } from './figures.mjs';

/** Events that come with each of 30 frames a second: about 23,000 tokens a second. */
const EVENTS_A_FRAME = 768;
/** Until the governor has settled and the code is warm. */
const WARM_MS = 6_000;
/** A callback shorter than this drew nothing. */
const LEAST_FRAME_US = 300;

/**
 * Frames of an invented machine at 30 Hz, for `seconds`. `withheld`: draw calls are counted but not executed, as if a GPU of its own drew.
 * JavaScript is processor time of the page's thread in the animation frame, from Chromium's trace: calls into WebGL count, waiting for
 * the processor that draws does not. `wallMs` and `glMs` are the clock's times of the same.
 */
export async function measureDrawing(url, { depth, events, seconds, size, withheld, turn }) {
  const browser = await openBrowser();
  const [width, height] = size.split('x').map(Number);
  const context = await browser.newContext({ viewport: { width, height }, locale: 'en-GB' });
  const tab = await context.newPage();
  await tab.goto(withheld ? `${url}?withheld` : url);
  await tab.waitForFunction(() => window.bench !== undefined);
  await tab.evaluate(
    ([d, e, n, spins]) => {
      window.bench.fill(d, e);
      window.bench.feed(d, n, e);
      if (spins) window.bench.turn();
    },
    [depth, events, EVENTS_A_FRAME, turn],
  );
  await tab.waitForTimeout(WARM_MS);
  const trace = await startTrace(browser);
  await tab.evaluate(() => window.bench.collect());
  await tab.waitForTimeout(seconds * 1_000);
  const { windows, gl, frames } = await tab.evaluate(() => window.bench.collected());
  const drawn = (await trace.end()).filter(({ dur }) => dur >= LEAST_FRAME_US);
  const heap = await heapFigures(context, tab);
  await browser.close();
  const of = (name) => windows.map((figures) => figures[name]);
  const newest = windows.at(-1);
  return {
    spheres: newest.spheres,
    spheresDrawn: newest.spheresDrawn,
    events: newest.eventsHeld,
    eventsDrawn: newest.eventsDrawn,
    drawCalls: Math.max(...of('drawCalls')),
    fps: round(frames / seconds, 1),
    jsMs: round(median(drawn.map(({ tdur }) => tdur / 1_000)), 2),
    jsMsP95: round(
      quantile(
        drawn.map(({ tdur }) => tdur / 1_000),
        0.95,
      ),
      2,
    ),
    wallMsP95: round(
      quantile(
        drawn.map(({ dur }) => dur / 1_000),
        0.95,
      ),
      2,
    ),
    glMs: round(gl.ms / Math.max(1, frames), 2),
    uploadMb: round(median(of('uploadBytes')) / 1e6, 3),
    allocatedKb: round(heap.allocatedBytes / heap.frames / 1_000, 1),
    governorLevel: newest.governorLevel,
    renderer: newest.renderer,
  };
}

/** Chromium's trace of the pages' animation frames: `dur` by the clock, `tdur` of the thread's processor time, in microseconds. */
async function startTrace(browser) {
  const session = await browser.newBrowserCDPSession();
  const found = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    found.push(...value.filter(({ name, tdur }) => name === 'FireAnimationFrame' && tdur > 0));
  });
  const complete = new Promise((resolve) => session.on('Tracing.tracingComplete', resolve));
  await session.send('Tracing.start', {
    traceConfig: { includedCategories: ['devtools.timeline'], excludedCategories: ['*'] },
    transferMode: 'ReportEvents',
  });
  return {
    async end() {
      await session.send('Tracing.end');
      await complete;
      return found;
    },
  };
}

const SAMPLED_MS = 3_000;

/** What the whole page allocates while it draws, by V8's sampling profiler; live or not any more. */
async function heapFigures(context, tab) {
  const session = await context.newCDPSession(tab);
  await tab.evaluate(() => window.bench.collect());
  await session.send('HeapProfiler.startSampling', {
    samplingInterval: 8_192,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
  await tab.waitForTimeout(SAMPLED_MS);
  const { profile } = await session.send('HeapProfiler.stopSampling');
  const { frames } = await tab.evaluate(() => window.bench.collected());
  const allocatedBytes = profile.samples.reduce((sum, { size }) => sum + size, 0);
  return { allocatedBytes, frames: Math.max(1, frames) };
}

/** Bytes of JavaScript's heap that grow in `minutes`, garbage collected before each reading; readings as [minute, bytes]. */
export async function measureGrowth(url, { depth, events, minutes, size }) {
  const browser = await openBrowser();
  const [width, height] = size.split('x').map(Number);
  const context = await browser.newContext({ viewport: { width, height }, locale: 'en-GB' });
  const tab = await context.newPage();
  await tab.goto(`${url}?withheld`);
  await tab.waitForFunction(() => window.bench !== undefined);
  await tab.evaluate(
    ([d, e, n]) => {
      window.bench.fill(d, e);
      window.bench.feed(d, n, e);
    },
    [depth, events, EVENTS_A_FRAME],
  );
  const session = await context.newCDPSession(tab);
  const readings = [];
  for (let minute = 0; minute <= minutes; minute += 1) {
    await tab.waitForTimeout(minute === 0 ? WARM_MS : 60_000);
    await session.send('HeapProfiler.collectGarbage');
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    readings.push([minute, usedSize]);
  }
  await browser.close();
  return readings;
}
