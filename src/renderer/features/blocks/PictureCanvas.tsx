import { useEffect, useRef } from 'react';
import type { MouseEvent } from 'react';
import type { Picture } from './block-pictures.ts';
import styles from './Blocks.module.css';

/** A picture of few pixels, enlarged without smoothing. */
export function PictureCanvas(props: {
  readonly picture: Picture;
  readonly label: string;
  readonly square?: boolean;
  /** Pixel under the pointer; undefined when it leaves. */
  readonly onPoint?: (at: { readonly x: number; readonly y: number } | undefined) => void;
}) {
  const { picture, label, square, onPoint } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height, pixels } = picture;
  useEffect(() => {
    canvas.current?.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0);
  }, [pixels, width, height]);
  const point = (event: MouseEvent<HTMLCanvasElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    onPoint?.({
      x: Math.min(width - 1, Math.floor(((event.clientX - box.left) / box.width) * width)),
      y: Math.min(height - 1, Math.floor(((event.clientY - box.top) / box.height) * height)),
    });
  };
  return (
    <canvas
      ref={canvas}
      className={square ? styles.square : styles.strip}
      width={width}
      height={height}
      role="img"
      aria-label={label}
      onMouseMove={onPoint && point}
      onMouseLeave={onPoint && (() => onPoint(undefined))}
    />
  );
}
