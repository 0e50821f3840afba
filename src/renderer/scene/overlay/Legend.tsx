import { useView } from '../../store/view-slice.ts';
import { cssOf } from '../kit/colour.ts';
import { SCENE_PALETTES } from '../kit/scene-palette.ts';
import { eventScale } from '../layers/events/event-colour.ts';
import { COLOUR_NATS } from '../layers/events/event-layout.ts';

/** What the colours mean. Every entry is drawn somewhere; what a layer shows is explained only while it is on. */
export function Legend() {
  const theme = useView((view) => view.theme);
  const layers = useView((view) => view.layers);
  const palette = SCENE_PALETTES[theme];
  if (!layers.spheres && !layers.events) return null;
  return (
    <div className="scene-legend" data-over-stage="">
      {layers.spheres && (
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
          <Key
            colour={cssOf(palette.updating)}
            title="Updating weights in the instant of the frame"
          >
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
      )}
      {layers.events && <LossScale stops={eventScale(theme).map(cssOf)} />}
    </div>
  );
}

function Key({
  colour,
  ring = false,
  title,
  children,
}: {
  readonly colour: string;
  readonly ring?: boolean;
  readonly title: string;
  readonly children: string;
}) {
  const style = ring ? { border: `2px solid ${colour}` } : { background: colour };
  return (
    <li title={title}>
      <i style={style} />
      {children}
    </li>
  );
}

function LossScale({ stops }: { readonly stops: readonly string[] }) {
  return (
    <div
      className="scene-scale"
      title="Each dot is a trained token. Angle: theta. Distance from the axis: its index within the shell, the rim is the boundary 144,000. Height and colour: loss. Older dots fade."
    >
      <span>event loss</span>
      <span className="scene-figure">0</span>
      <i style={{ background: `linear-gradient(to right, ${stops.join(', ')})` }} />
      <span className="scene-figure">{COLOUR_NATS}+</span>
      <span>nats</span>
    </div>
  );
}
