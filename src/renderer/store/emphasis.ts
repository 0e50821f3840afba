/**
 * What stands out of the drawing; the rest is muted, not hidden. Written by selections and filters, read by the layers in
 * their frame loop, outside React. After writing, call `emphasise`.
 */
export interface Emphasis {
  /** One byte a sphere, in id order: 255 stands out, 0 is muted. Undefined: none is muted. */
  spheres: Uint8Array | undefined;
  /** One byte a slot of the event ring. Undefined: none is muted. */
  events: Uint8Array | undefined;
  /** Raised with each change. */
  version: number;
}

export const emphasis: Emphasis = { spheres: undefined, events: undefined, version: 0 };

/** Sets what stands out; what is not given stays as it is. The arrays are read until they are replaced. */
export function emphasise(changes: Partial<Pick<Emphasis, 'spheres' | 'events'>>): void {
  if ('spheres' in changes) emphasis.spheres = changes.spheres;
  if ('events' in changes) emphasis.events = changes.events;
  emphasis.version += 1;
}
