import { useRun } from '../../store/run-slice.ts';
import { useView } from '../../store/view-slice.ts';
import { useWorkerNodes } from '../../store/worker-nodes.ts';
import type { SceneLook } from '../../store/scene-look.ts';
import { classColour } from '../kit/class-palette.ts';
import { mapStops } from '../kit/colour-maps.ts';
import { cssOf } from '../kit/colour.ts';
import { SCENE_PALETTES } from '../kit/scene-palette.ts';
import { eventMap, eventRange } from '../layers/events/event-colour.ts';
import { latticeMap } from '../layers/lattice/lattice-colour.ts';
import { TOKEN_CLASSES } from '../layers/events/token-classes.ts';
import { isScaled, unitOf } from '../layers/spheres/sphere-values.ts';
import { MessageLegend } from './MessageLegend.tsx';
import { ClassKeys, Key, Scale } from './legend-parts.tsx';
import {
  EVENT_LEGEND_TITLES,
  LATTICE_LEGEND_TITLES,
  LATTICE_SCALES,
  scaleEnds,
} from './legend-words.ts';

/** What the colours mean. Every entry is drawn somewhere; what a layer shows is explained only while it is on. */
export function Legend() {
  const layers = useView((view) => view.layers);
  const look = useView((view) => view.look);
  if (!layers.spheres && !layers.events && !layers.lattice) return null;
  return (
    <div className="scene-legend" data-over-stage="">
      {layers.spheres && <SphereLegend look={look} />}
      {layers.spheres && layers.messages && <MessageLegend />}
      {layers.events && <EventLegend look={look} />}
      {layers.lattice && <LatticeLegend look={look} />}
    </div>
  );
}

function SphereLegend({ look }: { readonly look: SceneLook }) {
  const theme = useView((view) => view.theme);
  const followed = useView(({ figures }) => figures?.ranges.spheres);
  const { colour, range, log } = look.spheres;
  if (isScaled(colour)) {
    const [low, high] = scaleEnds(range ?? followed, log);
    const colours = mapStops(look.map, theme).map(cssOf);
    return (
      <Scale
        name="spheres"
        low={low}
        high={high}
        unit={unitOf(colour)}
        colours={colours}
        title="Spheres without a value are grey"
      />
    );
  }
  if (colour === 'group') return <ClassKeys theme={theme} first="spheres" names={GROUPS} />;
  if (colour === 'worker') return <WorkerKeys />;
  if (colour === 'node') return <NodeKeys />;
  return <StateKeys />;
}

function EventLegend({ look }: { readonly look: SceneLook }) {
  const theme = useView((view) => view.theme);
  const { colour, layout, log } = look.events;
  const colours = mapStops(eventMap(colour, look.map), theme).map(cssOf);
  const title = EVENT_LEGEND_TITLES[layout];
  const scale = { name: 'events', colours, title };
  switch (colour) {
    case 'loss': {
      const [low, high] = scaleEnds(eventRange(look.events), log);
      return <Scale {...scale} low={low} high={`${high}+`} unit="nats" />;
    }
    case 'age':
      return <Scale {...scale} low="oldest" high="newest" unit="of 144,000" />;
    case 'sphere':
      return <Scale {...scale} low="first" high="last" unit="leaf sphere" />;
    case 'group':
      return <ClassKeys theme={theme} first="events" names={GROUPS} />;
    case 'class':
      return <ClassKeys theme={theme} first="events" names={TOKEN_CLASSES} />;
  }
}

function LatticeLegend({ look }: { readonly look: SceneLook }) {
  const theme = useView((view) => view.theme);
  const { colour, layout, primes } = look.lattice;
  const title = LATTICE_LEGEND_TITLES[layout];
  if (colour === 'group') {
    return <ClassKeys {...{ theme, title, names: GROUPS, only: PRIME_GROUPS }} first="primes" />;
  }
  const colours = mapStops(latticeMap(colour, look.map), theme).map(cssOf);
  const { low, high, unit } = LATTICE_SCALES[colour];
  const last = high || primes.toLocaleString('en');
  return <Scale {...{ name: 'primes', low, high: last, unit, colours, title }} />;
}

/** What a prime can be modulo 12. */
const PRIME_GROUPS = [1, 2, 3, 5, 7, 11];
const GROUPS = Array.from({ length: 12 }, (_, group) => String(group));

/** Classes have twelve colours: workers beyond share them. */
const MOST_WORKERS = 12;

function WorkerKeys() {
  const theme = useView((view) => view.theme);
  const workers = useRun(({ status }) => status.workers) ?? 2;
  return (
    <ul className="scene-keys">
      {Array.from({ length: Math.min(workers, MOST_WORKERS) }, (_, worker) => (
        <Key
          key={worker}
          colour={cssOf(classColour(worker, theme))}
          title={`Owned by worker ${worker}`}
        >
          {`worker ${worker}`}
        </Key>
      ))}
      <li>{workers > MOST_WORKERS ? 'and so on; grey: none' : 'grey: none'}</li>
    </ul>
  );
}

function NodeKeys() {
  const theme = useView((view) => view.theme);
  const nodes = useWorkerNodes((workers) => workers.nodes);
  const present = [...new Set(nodes)].filter((node) => node >= 0).sort((a, b) => a - b);
  return (
    <ul className="scene-keys">
      {present.map((node) => (
        <Key
          key={node}
          colour={cssOf(classColour(node, theme))}
          title={`Owned by a worker on memory node (NUMA) ${node}`}
        >
          {`node ${node}`}
        </Key>
      ))}
      <li>{present.length > 0 ? 'grey: none' : 'no worker is pinned to a node'}</li>
    </ul>
  );
}

function StateKeys() {
  const palette = SCENE_PALETTES[useView((view) => view.theme)];
  return (
    <ul className="scene-keys">
      <Key
        colour={cssOf(palette.processing)}
        title="Share of the time spent computing for the sphere since the last frame; full at the even share of a worker"
      >
        Processing
      </Key>
      <Key
        colour={cssOf(palette.accumulating)}
        title="Adding up gradients in the instant of the frame"
      >
        Accumulating
      </Key>
      <Key colour={cssOf(palette.updating)} title="Updating weights in the instant of the frame">
        Updating
      </Key>
      <Key
        colour={cssOf(palette.leaf)}
        title="At rest; spheres with children are larger and of another grey"
      >
        Idle
      </Key>
      <Key
        colour={cssOf(palette.trouble)}
        ring
        title="The edge flashes red when an item was stolen to or from the sphere"
      >
        Stolen
      </Key>
    </ul>
  );
}
