// The scene under load: the whole window without a host in headless Chromium, frames of an invented machine at 30 Hz.
//   npm run bench -- scene [--depth 4] [--events 144000] [--seconds 10] [--size 1280x720] [--turn] [--minutes 0] [--training 0] [--json]
// js_ms_p95 is processor time of the page's thread a frame, with draw calls counted but not executed: the processors that would draw in
// software are the ones that run JavaScript. fps and the figures named software_gl are drawn in software, governed. --turn turns the
// camera all the time, so that every frame sorts. --minutes watches the heap for as long: its growth in the second half, by the minute.
// --training runs the program itself as many times without a window, with a hidden one, with one whose draws are withheld, and with one drawn in software:
// how old a step is when its pixels are drawn, and what share of its speed the training keeps.
import { parseArgs } from 'node:util';
import { serveScene } from './scene/browser.mjs';
import { measureDrawing, measureGrowth } from './scene/drawing.mjs';
import { measureWatching } from './scene/watching.mjs';

const { values } = parseArgs({
  options: {
    depth: { type: 'string', default: '4' },
    events: { type: 'string', default: '144000' },
    seconds: { type: 'string', default: '10' },
    size: { type: 'string', default: '1280x720' },
    turn: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '0' },
    training: { type: 'string', default: '0' },
    json: { type: 'boolean', default: false },
  },
});
const numbers = [values.depth, values.events, values.seconds, values.minutes].map(Number);
const [depth, events, seconds, minutes] = numbers;
const { size, turn } = values;
const rounds = Number(values.training);

const scene = await serveScene();
const load = { depth, events, seconds, size, turn };
const script = await measureDrawing(scene.url, { ...load, withheld: true });
const software = await measureDrawing(scene.url, { ...load, withheld: false });
const growth = minutes > 0 ? await measureGrowth(scene.url, { depth, events, minutes, size }) : [];
scene.close();
const watching = rounds > 0 ? await measureWatching({ rounds, seconds, size }) : {};

/** Growth a minute over the second half: by then the recording of the last minutes is as large as it gets. */
function growthFigures(readings) {
  if (readings.length < 2) return {};
  const half = readings.slice(Math.floor(readings.length / 2));
  const [first, last] = [half[0], half.at(-1)];
  const spans = Math.max(1, last[0] - first[0]);
  return {
    heap_minutes: readings.length - 1,
    heap_growth_bytes_per_minute: Math.round((last[1] - first[1]) / spans),
    heap_mb: readings.map(([, bytes]) => Number((bytes / 1e6).toFixed(2))),
  };
}

const result = {
  spheres: script.spheres,
  events: script.events,
  draw_calls: script.drawCalls,
  js_ms_p95: script.jsMsP95,
  js_ms_median: script.jsMs,
  js_renderer: script.renderer,
  upload_mb_per_frame: script.uploadMb,
  allocated_kb_per_frame: script.allocatedKb,
  fps: software.fps,
  renderer: software.renderer,
  spheres_drawn_software_gl: software.spheresDrawn,
  events_drawn_software_gl: software.eventsDrawn,
  governor_level_software_gl: software.governorLevel,
  js_ms_p95_software_gl: software.jsMsP95,
  js_wall_ms_p95_software_gl: software.wallMsP95,
  gl_ms_software_gl: software.glMs,
  ...growthFigures(growth),
  ...watching,
  size,
};
if (values.json) console.log(JSON.stringify(result));
else for (const [name, value] of Object.entries(result)) console.log(`${name.padEnd(40)} ${value}`);
