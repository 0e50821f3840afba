import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openBrowser } from './browser.mjs';
import { median, quantile, round } from './figures.mjs';
import { watchPixels } from './watch-pixels.mjs';

const ROOT = join(import.meta.dirname, '../..');
/** Tokens of a step of the run that is started: the draft's own batch and context. */
const STEP_TOKENS = 12 * 64;

/**
 * The program itself, training on all processors: how long from a step to the pixels that show it, and tokens a second with the window
 * and without. Rounds alternate: no window, the window hidden, the window with the scene's draws withheld, the window drawn in software. Where there is no
 * GPU, Chromium puts the window itself together on the processors even then; `drawing_processors` is what that takes.
 */
export async function measureWatching({ rounds, seconds, size }) {
  const runs = mkdtempSync(join(tmpdir(), 'crystalline-bench-'));
  const browser = await openBrowser();
  const shell = await startShell(runs);
  try {
    const [width, height] = size.split('x').map(Number);
    const context = await browser.newContext({ viewport: { width, height }, locale: 'en-GB' });
    let tab = await context.newPage();
    await tab.goto(shell.url);
    await begin(tab);
    const address = tab.url();
    const speeds = { none: [], hidden: [], withheld: [], software: [] };
    const pixels = { withheld: [], software: [] };
    const processors = { withheld: [], software: [] };
    for (let turn = 0; turn < rounds; turn += 1) {
      for (const way of ['none', 'hidden', 'withheld', 'software']) {
        await tab.close();
        tab = await context.newPage();
        if (way === 'none') {
          speeds.none.push(await speedOf(tab, runs, seconds));
          continue;
        }
        if (way === 'hidden') {
          await openHidden(tab, address);
          speeds.hidden.push(await speedOf(tab, runs, seconds));
          continue;
        }
        const seen = await watch(browser, tab, { address, way, seconds, runs });
        speeds[way].push(seen.speed);
        pixels[way].push(...seen.ages);
        processors[way].push(seen.processors);
      }
    }
    return figuresOf(speeds, pixels, processors, { runs, seconds: seconds * rounds });
  } finally {
    await browser.close();
    shell.child.kill('SIGTERM');
    await shell.ended;
    rmSync(runs, { recursive: true, force: true });
  }
}

async function begin(tab) {
  await tab.getByRole('textbox', { name: 'Steps', exact: true }).fill('1000000');
  for (const name of ['Validate every', 'Sample every']) {
    await tab.getByRole('textbox', { name, exact: true }).fill('0');
  }
  await tab.getByRole('button', { name: 'Start training' }).click();
  await tab.getByRole('button', { name: 'Pause', exact: true }).waitFor();
}

/** The window open but hidden, as behind another: so its page says, and its animation frames rest. */
async function openHidden(tab, address) {
  await tab.addInitScript(() => {
    Object.defineProperty(document, 'hidden', { value: true });
    Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
    window.requestAnimationFrame = () => 0;
    // A hidden window is not put together either; here Chromium would do it on the processors.
    addEventListener('load', () => (document.documentElement.style.display = 'none'));
  });
  await tab.goto(address);
  await tab.getByTestId('scene-stage').waitFor({ state: 'attached' });
  await tab.waitForTimeout(4_000);
}

/** The window open for `seconds`: the run's speed, the ages of what is seen, and what share of a processor page and drawing take. */
async function watch(browser, tab, { address, way, seconds, runs }) {
  await tab.addInitScript(watchPixels, way === 'withheld');
  await tab.goto(address);
  await tab.getByTestId('scene-stage').waitFor();
  await tab.waitForTimeout(4_000);
  await tab.evaluate(() => window.pixelAges.splice(0));
  const before = await processorSeconds(browser);
  const speed = await speedOf(tab, runs, seconds);
  const after = await processorSeconds(browser);
  const share = (type) => ((after[type] ?? 0) - (before[type] ?? 0)) / seconds;
  const session = await tab.context().newCDPSession(tab);
  await session.send('Performance.enable');
  const ages = await tab.evaluate(() => window.pixelAges);
  const processors = { page: share('renderer'), drawing: share('GPU') };
  return { speed, processors, ages: await corrected(session, tab, ages) };
}

/** Processor time of Chromium's processes so far, seconds by type; processes that have ended do not count. */
async function processorSeconds(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const seconds = {};
  for (const { type, cpuTime } of processInfo) seconds[type] = (seconds[type] ?? 0) + cpuTime;
  return seconds;
}

/** From the page's clock to the machine's monotonic one, which the engine's frames tell. */
async function corrected(session, tab, ages) {
  const before = await tab.evaluate(() => performance.now());
  const { metrics } = await session.send('Performance.getMetrics');
  const after = await tab.evaluate(() => performance.now());
  const machineMs = metrics.find(({ name }) => name === 'Timestamp').value * 1_000;
  const offset = machineMs - (before + after) / 2;
  return ages.map(({ frameMs, cameMs, handedMs, drawnMs }) => ({
    age: drawnMs + offset - frameMs,
    sent: cameMs + offset - frameMs,
    waited: handedMs - cameMs,
    drawn: drawnMs - handedMs,
  }));
}

/** Tokens a second of the run over `seconds`, by the rows of its log. */
async function speedOf(tab, runs, seconds) {
  const [from, fromMs] = [rowsOf(runs).length, performance.now()];
  await tab.waitForTimeout(seconds * 1_000);
  const [to, toMs] = [rowsOf(runs).length, performance.now()];
  return ((to - from) * STEP_TOKENS * 1_000) / (toMs - fromMs);
}

function rowsOf(runs) {
  const [run] = readdirSync(runs, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return readFileSync(join(runs, run.name, 'metrics.jsonl'), 'utf8')
    .trimEnd()
    .split('\n');
}

function figuresOf(speeds, pixels, processors, { runs, seconds }) {
  const stepMs = median(
    rowsOf(runs)
      .slice(-500)
      .map((row) => JSON.parse(row).stepMs),
  );
  const share = (way) => round(median(speeds[way]) / median(speeds.none), 3);
  // A frame shows a step that ended at most one step before the frame was made: counted in full.
  const part = (way, name) =>
    round(
      quantile(
        pixels[way].map((times) => times[name]),
        0.95,
      ),
      1,
    );
  const age = (way) => round(part(way, 'age') + stepMs, 1);
  const stages = (way) => ({
    sent: part(way, 'sent'),
    waited: part(way, 'waited'),
    drawn: part(way, 'drawn'),
  });
  const taken = (way, part) => round(median(processors[way].map((of) => of[part])), 2);
  return {
    step_to_pixel_ms_p95: age('withheld'),
    step_to_pixel_ms_p95_software_gl: age('software'),
    stages_ms_p95: stages('withheld'),
    stages_ms_p95_software_gl: stages('software'),
    step_ms_median: round(stepMs, 2),
    frames_per_second: round(pixels.withheld.length / seconds, 1),
    frames_per_second_software_gl: round(pixels.software.length / seconds, 1),
    tokens_per_second_without_view: round(median(speeds.none), 0),
    training_share_when_hidden: share('hidden'),
    training_share_with_view: share('withheld'),
    training_share_with_view_software_gl: share('software'),
    page_processors: taken('withheld', 'page'),
    drawing_processors: taken('withheld', 'drawing'),
    page_processors_software_gl: taken('software', 'page'),
    drawing_processors_software_gl: taken('software', 'drawing'),
  };
}

async function startShell(runs) {
  const child = spawn(process.execPath, ['out/main/server.js', '--json', '--runs', runs], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const url = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = JSON.parse(line);
      if (said.url) resolve(said.url);
      else if (said.error) reject(new Error(said.error.message));
    });
    void ended.then((code) => reject(new Error(`the web shell ended with ${code}`)));
  });
  return { child, ended, url };
}
