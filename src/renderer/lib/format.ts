const LOCALE = 'en';
/** Stands where a figure is not known. */
export const NO_FIGURE = '–';

const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });

/** 14,886 */
export function formatCount(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? NO_FIGURE : whole.format(value);
}

/** Three significant digits and a unit prefix: 58.4 k, 1.24 M, 812. */
export function formatSi(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return NO_FIGURE;
  const magnitude = Math.abs(value);
  for (const [unit, size] of [
    ['G', 1e9],
    ['M', 1e6],
    ['k', 1e3],
  ] as const) {
    if (magnitude >= 0.9995 * size) return `${significant(value / size)} ${unit}`;
  }
  return significant(value);
}

/** Bytes in decimal units: 61 MB, 812 B. */
export function formatBytes(bytes: number | undefined): string {
  if (bytes === undefined || !Number.isFinite(bytes)) return NO_FIGURE;
  for (const [unit, size] of [
    ['GB', 1e9],
    ['MB', 1e6],
    ['kB', 1e3],
  ] as const) {
    if (bytes >= size) return `${significant(bytes / size)} ${unit}`;
  }
  return `${whole.format(bytes)} B`;
}

/** A loss or entropy in nats, with three decimals: 1.953. */
export function formatNats(nats: number | undefined): string {
  return nats === undefined || !Number.isFinite(nats) ? NO_FIGURE : nats.toFixed(3);
}

/** A figure of any size with three significant digits: 0.412, 6.1e-4, 12.3. */
export function formatFigure(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return NO_FIGURE;
  if (value === 0) return '0';
  const magnitude = Math.abs(value);
  if (magnitude < 1e-2 || magnitude >= 1e6) return value.toExponential(2).replace(/\.?0+e/, 'e');
  return magnitude >= 1_000 ? whole.format(value) : value.toPrecision(3);
}

/** A share from 0 to 1 in per cent. */
export function formatPercent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** A length of time on a clock: 0:10, 12:05, 3:04:00. */
export function formatClock(seconds: number | undefined): string {
  if (seconds === undefined || !Number.isFinite(seconds) || seconds < 0) return NO_FIGURE;
  const total = Math.round(seconds);
  const [hours, minutes, rest] = [
    Math.floor(total / 3_600),
    Math.floor(total / 60) % 60,
    total % 60,
  ];
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** A short span in the unit that fits: 340 µs, 1.9 ms, 12.4 s, 3 min. */
export function formatSpan(ms: number | undefined): string {
  if (ms === undefined || !Number.isFinite(ms)) return NO_FIGURE;
  if (ms < 1) return `${Math.round(ms * 1_000)} µs`;
  if (ms < 1_000) return `${significant(ms).replace(/\.0+$/, '')} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1).replace(/\.0$/, '')} s`;
  return ms < 3_600_000 ? `${Math.round(ms / 60_000)} min` : `${(ms / 3_600_000).toFixed(1)} h`;
}

/** How long ago, in words: just now, 12 s ago, 4 min ago, 2 h ago, 3 days ago. */
export function formatAgo(atMs: number, nowMs: number): string {
  const seconds = Math.max(0, Math.floor((nowMs - atMs) / 1_000));
  if (seconds < 2) return 'just now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ago`;
  const days = Math.floor(seconds / 86_400);
  return days === 1 ? 'yesterday' : `${days} days ago`;
}

/** 1 step, 240 steps */
export function formatPlural(count: number, one: string, many = `${one}s`): string {
  return `${whole.format(count)} ${count === 1 ? one : many}`;
}

/** The instruction set's usual spelling. */
export function formatIsa(isa: string): string {
  return { avx512: 'AVX-512', avx2: 'AVX2', baseline: 'baseline x86-64' }[isa] ?? isa;
}

/** Three significant digits without an exponent: 58.4, 812, 1.00. */
function significant(value: number): string {
  const text = value.toPrecision(3);
  return text.includes('e') ? whole.format(value) : text;
}
