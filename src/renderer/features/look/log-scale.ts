/** Ends of a slider whose steps are ratios; both above 0. */
export interface LogScale {
  readonly min: number;
  readonly max: number;
}

/** From the clock's hours to a shell. */
export const PRIMES_SCALE: LogScale = { min: 12, max: 144_000 };
/** Metres: around the wavelengths of the letters, 0.086 to 1.372. */
export const WAVELENGTH_SCALE: LogScale = { min: 0.05, max: 5 };

/** The value at a place 0..1 of the slider. */
export function onScale(place: number, { min, max }: LogScale): number {
  return min * (max / min) ** place;
}

/** The place of a value, 0..1; what lies outside sits at the nearer end. */
export function placeOnScale(value: number, { min, max }: LogScale): number {
  return Math.min(Math.max(Math.log(value / min) / Math.log(max / min), 0), 1);
}
