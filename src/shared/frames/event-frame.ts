/**
 * Boundary events since the client's last event frame, oldest first; at most a full shell (LIMITS.shellEvents).
 * Own fields: f64 first_n, lattice index of the first row; u32 leaves; u32 context.
 * Row (4 bytes): u16 token, f16 loss in nats. Everything else follows from n: group n mod 12, kind, slot (n - 1) mod 144000,
 * leaf sphere 1 + (floor((n - 1) / context) mod batch) mod leaves, theta = frac(slotIndex * phi) * 2 pi + the token's offset.
 */
export const EVENT_COLUMNS = {
  token: { offset: 0, type: 'u16' },
  loss: { offset: 2, type: 'f16' },
} as const;
export const EVENT_STRIDE = 4;
