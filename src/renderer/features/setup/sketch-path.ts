import type { ScheduleCurve } from '../../../shared/contract/optimizer.ts';

/** Room above and below the curve, so that its stroke is never cut. */
const MARGIN = 1.5;

/** The curve as an SVG path in a box, 0 at its bottom and the largest rate at its top. */
export function sketchPath(curve: ScheduleCurve, width: number, height: number): string {
  const first = curve.step[0] ?? 0;
  const span = Math.max(1, (curve.step.at(-1) ?? 0) - first);
  const most = Math.max(...curve.learningRate);
  const points = curve.step.map((step, index) => {
    const share = most > 0 ? (curve.learningRate[index] ?? 0) / most : 0;
    const x = ((step - first) / span) * width;
    const y = height - MARGIN - share * (height - 2 * MARGIN);
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  return points.length > 0 ? `M${points.join('L')}` : '';
}
