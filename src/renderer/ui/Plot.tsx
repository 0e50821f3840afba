import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import styles from './Plot.module.css';

/** uPlot's options but for its size, which the element gives. */
export type PlotOptions = Omit<UPlot.Options, 'width' | 'height'>;
export type PlotData = UPlot.AlignedData;
export type PlotHandle = UPlot;

export interface PlotProps {
  /** What a reader who cannot see it is told. */
  readonly label: string;
  /** Another object builds another plot: keep its identity. */
  readonly options: PlotOptions;
  readonly data: PlotData;
}

/** A uPlot that fills its parent and follows its size. Scales are ranged anew with each `data`. */
export function Plot({ label, options, data }: PlotProps) {
  const element = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot | undefined>(undefined);
  const newestData = useRef(data);
  newestData.current = data;

  useEffect(() => {
    const parent = element.current;
    if (!parent) return undefined;
    const size = (): { width: number; height: number } => ({
      width: Math.max(1, parent.clientWidth),
      height: Math.max(1, parent.clientHeight),
    });
    const created = new UPlot({ ...options, ...size() }, newestData.current, parent);
    plot.current = created;
    const observer = new ResizeObserver(() => created.setSize(size()));
    observer.observe(parent);
    return () => {
      observer.disconnect();
      created.destroy();
      plot.current = undefined;
    };
  }, [options]);

  useEffect(() => {
    if (plot.current && plot.current.data !== data) plot.current.setData(data);
  }, [data]);

  return <div ref={element} className={styles.plot} role="img" aria-label={label} />;
}
