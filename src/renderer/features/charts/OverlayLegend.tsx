import type { OverlayCurve } from './overlay-curves.ts';
import { X } from 'lucide-react';
import { formatNats } from '../../lib/format.ts';
import { nearestRow } from './chart-data.ts';
import { removeOverlay, useOverlays } from '../../store/overlays-slice.ts';
import { useChartView } from './chart-view.ts';
import styles from './charts.module.css';

/** The stored runs drawn along, each with its loss under the cursor (else its last) and a way to take it off. */
export function OverlayLegend({ curves }: { readonly curves: readonly OverlayCurve[] }) {
  const overlays = useOverlays((state) => state.overlays);
  const cursorStep = useChartView((view) => view.cursorStep);
  if (overlays.length === 0) return null;
  return (
    <ul className={styles.overlays} aria-label="Compared runs">
      {overlays.map(({ runId, columns }, index) => {
        const row = nearestRow(columns, cursorStep ?? Infinity);
        return (
          <li key={runId} className={styles.overlay} data-colour={curves[index]?.colour}>
            <span className={styles.overlayName}>{runId}</span>
            <b>{formatNats(row === undefined ? undefined : columns.lossNats[row])}</b>
            <button
              type="button"
              aria-label={`Take ${runId} off`}
              onClick={() => removeOverlay(runId)}
            >
              <X />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
