import { LIMITS } from '../../shared/contract/limits.ts';

/** Kinds of boundary event, named as the engine names them (native/engine/lattice/boundary.hpp). */
export const EVENT_KINDS = [
  'ordinary',
  'region-enter',
  'region-exit',
  'crossing',
  'bracket',
  'twin',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** Indices at most this far from a multiple of 144,000 are in its region. */
export const REGION_RADIUS = 100;

/** Distance of lattice index n to the nearest multiple of 144,000, 0 included. */
export function boundaryDistance(n: number): number {
  const above = n % LIMITS.shellEvents;
  return Math.min(above, LIMITS.shellEvents - above);
}

/**
 * Kind of the event with lattice index n >= 1. Where two fit, the narrower wins: crossing, bracket, enter or exit, twin.
 * Cost: one comparison but for the 201 indices of a region.
 */
export function eventKind(n: number): EventKind {
  const distance = boundaryDistance(n);
  if (distance > REGION_RADIUS) return 'ordinary';
  if (distance === 0) return 'crossing';
  if (distance === 1) return 'bracket';
  if (distance === REGION_RADIUS) {
    return n % LIMITS.shellEvents === REGION_RADIUS ? 'region-exit' : 'region-enter';
  }
  return isPrime(n) && (isPrime(n - 2) || isPrime(n + 2)) ? 'twin' : 'ordinary';
}

/** Trial division: few are asked. */
export function isPrime(n: number): boolean {
  if (n < 4) return n > 1;
  if (n % 2 === 0 || n % 3 === 0) return false;
  for (let d = 5; d * d <= n; d += 6) if (n % d === 0 || n % (d + 2) === 0) return false;
  return true;
}
