const BUCKETS = 4_096;
const starts = new Uint32Array(BUCKETS + 1);
/** Bucket of what is not drawn. */
const NOT_DRAWN = 0xffff;

/**
 * Writes the ids of the spheres that can be seen into `order`, farthest from the eye first, so that soft edges blend over what lies
 * behind; returns how many. Left out is what has no size or looks smaller than `leastSlope` (radius over distance).
 * Counting sort by distance in 4,096 steps: linear, no allocation beyond `keys` (one entry a sphere, overwritten).
 * `places`: x, y, z, radius of each sphere.
 */
export function sortBackToFront(
  order: Uint32Array,
  keys: Uint16Array,
  places: Float32Array,
  eye: readonly [number, number, number],
  leastSlope = 0,
): number {
  const count = order.length;
  const [ex, ey, ez] = eye;
  let near = Infinity;
  let far = 0;
  for (let id = 0; id < count; id += 1) {
    const d = distance(places, id * 4, ex, ey, ez);
    if (d < near) near = d;
    if (d > far) far = d;
  }
  const scale = far > near ? (BUCKETS - 1) / (far - near) : 0;
  starts.fill(0);
  let drawn = 0;
  for (let id = 0; id < count; id += 1) {
    const d = distance(places, id * 4, ex, ey, ez);
    const radius = places[id * 4 + 3] ?? 0;
    if (radius <= 0 || radius < leastSlope * d) {
      keys[id] = NOT_DRAWN;
      continue;
    }
    const key = Math.floor((far - d) * scale);
    keys[id] = key;
    starts[key + 1] = (starts[key + 1] ?? 0) + 1;
    drawn += 1;
  }
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    starts[bucket + 1] = (starts[bucket + 1] ?? 0) + (starts[bucket] ?? 0);
  }
  for (let id = 0; id < count; id += 1) {
    const key = keys[id] ?? NOT_DRAWN;
    if (key === NOT_DRAWN) continue;
    const place = starts[key] ?? 0;
    order[place] = id;
    starts[key] = place + 1;
  }
  return drawn;
}

function distance(places: Float32Array, at: number, ex: number, ey: number, ez: number): number {
  const dx = (places[at] ?? 0) - ex;
  const dy = (places[at + 1] ?? 0) - ey;
  const dz = (places[at + 2] ?? 0) - ez;
  return Math.sqrt(dx * dx + dy * dy + dz * dz); // many times faster than Math.hypot
}
