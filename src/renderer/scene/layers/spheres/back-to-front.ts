const BUCKETS = 4_096;
const starts = new Uint32Array(BUCKETS + 1);

/**
 * Writes the ids of all spheres into `order`, farthest from the eye first, so that soft edges blend over what lies behind.
 * Counting sort by distance in 4,096 steps: linear, no allocation beyond `keys` (one entry a sphere, overwritten).
 */
export function sortBackToFront(
  order: Uint32Array,
  keys: Uint16Array,
  centres: Float64Array,
  eye: readonly [number, number, number],
): void {
  const count = order.length;
  let near = Infinity;
  let far = 0;
  const distance = (id: number): number => {
    const dx = (centres[id * 3] ?? 0) - eye[0];
    const dy = (centres[id * 3 + 1] ?? 0) - eye[1];
    const dz = (centres[id * 3 + 2] ?? 0) - eye[2];
    return Math.sqrt(dx * dx + dy * dy + dz * dz); // many times faster than Math.hypot
  };
  for (let id = 0; id < count; id += 1) {
    const d = distance(id);
    near = Math.min(near, d);
    far = Math.max(far, d);
  }
  const scale = far > near ? (BUCKETS - 1) / (far - near) : 0;
  starts.fill(0);
  for (let id = 0; id < count; id += 1) {
    const key = Math.floor((far - distance(id)) * scale);
    keys[id] = key;
    starts[key + 1] = (starts[key + 1] ?? 0) + 1;
  }
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    starts[bucket + 1] = (starts[bucket + 1] ?? 0) + (starts[bucket] ?? 0);
  }
  for (let id = 0; id < count; id += 1) {
    const key = keys[id] ?? 0;
    const place = starts[key] ?? 0;
    order[place] = id;
    starts[key] = place + 1;
  }
}
