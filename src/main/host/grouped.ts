/**
 * A decimal number with commas: 1234567.5 -> '1,234,567.5'. Not by toLocaleString: the tables of locales that it reads would
 * cost a training 8 MB of memory.
 */
export function grouped(value: number | bigint | string): string {
  return String(value).replace(/\d+/, (digits) => digits.replace(/\B(?=(?:\d{3})+$)/g, ','));
}
