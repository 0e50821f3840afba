import { classColour, classShape } from '../kit/class-palette.ts';
import type { Theme } from '../kit/colour-maps.ts';
import { cssOf } from '../kit/colour.ts';

/** One colour and its name. */
export function Key({
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

/** A scale of colours with its two ends. */
export function Scale(props: {
  readonly name: string;
  readonly low: string;
  readonly high: string;
  readonly unit: string;
  readonly colours: readonly string[];
  readonly title: string;
}) {
  return (
    <div className="scene-scale" title={props.title}>
      <span>{props.name}</span>
      <span className="scene-figure">{props.low}</span>
      <i style={{ background: `linear-gradient(to right, ${props.colours.join(', ')})` }} />
      <span className="scene-figure">{props.high}</span>
      <span>{props.unit}</span>
    </div>
  );
}

/** Classes with their colour and shape. */
export function ClassKeys(props: {
  readonly theme: Theme;
  readonly first: string;
  readonly names: readonly string[];
  /** Classes that occur; all unless given. */
  readonly only?: readonly number[];
  readonly title?: string;
}) {
  return (
    <ul className="scene-keys scene-classes" title={props.title}>
      <li>{props.first}</li>
      {props.names.map((name, index) => (
        <li key={name} hidden={props.only?.includes(index) === false}>
          <i
            data-shape={classShape(index)}
            style={{ background: cssOf(classColour(index, props.theme)) }}
          />
          {name}
        </li>
      ))}
    </ul>
  );
}
