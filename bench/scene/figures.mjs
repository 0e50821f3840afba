/** Value below which `share` of the numbers lie; NaN of none. */
export function quantile(numbers, share) {
  const ascending = [...numbers].sort((a, b) => a - b);
  return ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * share))] ?? NaN;
}

export const median = (numbers) => quantile(numbers, 0.5);

/** Rounded for print; what was not measured is null. */
export function round(number, digits) {
  return Number.isFinite(number) ? Number(number.toFixed(digits)) : null;
}
