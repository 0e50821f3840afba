import { useEffect, useRef } from 'react';
import type { KeyboardEvent, MouseEvent } from 'react';
import type { Picture } from './block-pictures.ts';
import styles from './Blocks.module.css';

/** A pixel of the picture, from the upper left. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

const ARROWS: Readonly<Record<string, Place>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** A picture of few pixels, enlarged without smoothing; pointer and arrow keys choose one, which is framed. */
export function PictureCanvas(props: {
  readonly picture: Picture;
  readonly label: string;
  readonly square?: boolean;
  readonly at: Place | undefined;
  /** Undefined when pointer or focus leave. */
  readonly onPoint: (at: Place | undefined) => void;
}) {
  const { picture, label, square, at, onPoint } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height, pixels } = picture;
  useEffect(() => {
    canvas.current?.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0);
  }, [pixels, width, height]);
  const inside = ({ x, y }: Place): Place => ({
    x: Math.min(width - 1, Math.max(0, x)),
    y: Math.min(height - 1, Math.max(0, y)),
  });
  const point = (event: MouseEvent<HTMLElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const x = Math.floor(((event.clientX - box.left) / box.width) * width);
    onPoint(inside({ x, y: Math.floor(((event.clientY - box.top) / box.height) * height) }));
  };
  const move = (event: KeyboardEvent): void => {
    const arrow = ARROWS[event.key];
    if (!arrow) return;
    event.preventDefault();
    event.stopPropagation(); // the stage turns by arrows, too
    const from = at ?? { x: width - 1, y: height - 1 };
    onPoint(inside({ x: from.x + arrow.x, y: from.y + arrow.y }));
  };
  return (
    <div
      className={square ? styles.square : styles.strip}
      role="img"
      aria-label={`${label}. Arrow keys read it.`}
      tabIndex={0}
      onMouseMove={point}
      onMouseLeave={() => onPoint(undefined)}
      onKeyDown={move}
      onBlur={() => onPoint(undefined)}
    >
      <canvas ref={canvas} className={styles.picture} width={width} height={height} />
      {at && <Frame at={inside(at)} width={width} height={height} />}
    </div>
  );
}

function Frame({ at, width, height }: { readonly at: Place } & Pick<Picture, 'width' | 'height'>) {
  const part = (value: number, of: number): string => `${(100 * value) / of}%`;
  return (
    <span
      className={styles.frame}
      style={{
        left: part(at.x, width),
        top: part(at.y, height),
        width: part(1, width),
        height: part(1, height),
      }}
    />
  );
}
