import { SHELL_SLOTS, slotOf } from './event-ring.ts';
import { eventKind } from './event-kind.ts';
import { eventPlan, lossOfWord, stepOf } from './event-table.ts';
import { useFilters } from './filter-slice.ts';
import type { Filters, FilterRange } from './filter-slice.ts';
import { newestFrames } from './newest-frames.ts';
import { useSelection } from './selection-slice.ts';
import type { SelectedMany } from './selection-slice.ts';
import { sphereTable } from './sphere-table.ts';

/** How a sphere or event is drawn: as it is; muted, since others are selected; or not at all, since a filter holds it back. */
export const SHOWN = 0;
export const MUTED = 1;
export const HIDDEN = 2;

/**
 * The fast arrays of what is muted and hidden, outside React: one byte a sphere id, one a slot of
 * the event ring. Layers call `updateMask` before they draw and compare versions.
 */
export interface Mask {
  spheres: Uint8Array<ArrayBuffer>;
  /** Raised when `spheres` changed. */
  sphereVersion: number;
  readonly events: Uint8Array<ArrayBuffer>;
  /** Raised when all of `events` may have changed; else only the slots of events after those seen last did. */
  eventEpoch: number;
  /** Whether any event is muted or hidden. */
  eventsActive: boolean;
}

export const mask: Mask = {
  spheres: new Uint8Array(0),
  sphereVersion: 0,
  events: new Uint8Array(SHELL_SLOTS),
  eventEpoch: 0,
  eventsActive: false,
};

/** Selections larger than one mute the rest; a single thing is marked by its ring alone. */
const MUTES_FROM = 2;

interface Rules {
  readonly filters: Filters;
  readonly many: SelectedMany;
}

let rules: Rules | undefined;
let sphereFrame = -1;
let eventsRules: Rules | undefined;
let ringEpoch = -1;
let newestN = 0;

/** Brings the mask up to the newest frames, filters and selection. Call before drawing; cheap when nothing changed. */
export function updateMask(): void {
  const { filters } = useFilters.getState();
  const { many } = useSelection.getState();
  if (rules?.filters !== filters || rules.many !== many) {
    rules = { filters, many };
    sphereFrame = -1;
  }
  updateSpheres(rules);
  updateEvents(rules);
}

/** Whether the selection mutes what is not in it. */
export function mutesRest({ spheres, events }: SelectedMany): boolean {
  return spheres.length + events.length >= MUTES_FROM;
}

function updateSpheres({ filters, many }: Rules): void {
  const { version, rows } = newestFrames.spheres;
  const stays = !filters.states && mask.spheres.length === rows;
  if (version === sphereFrame || (stays && sphereFrame >= 0)) return;
  sphereFrame = version;
  if (mask.spheres.length !== rows) mask.spheres = new Uint8Array(rows);
  const mutes = mutesRest(many);
  const lets = sphereTest(filters);
  let changed = false;
  const chosen = new Set(many.spheres);
  for (let id = 0; id < rows; id += 1) {
    const value = !lets(id) ? HIDDEN : mutes && !chosen.has(id) ? MUTED : SHOWN;
    changed ||= mask.spheres[id] !== value;
    mask.spheres[id] = value;
  }
  if (changed) mask.sphereVersion += 1;
}

function sphereTest({ levels, groups, states }: Filters): (id: number) => boolean {
  const fields = sphereTable()?.fields;
  if (!fields || !(levels ?? groups ?? states)) return () => true;
  return (id) => {
    if (levels && !levels.includes(fields['level']?.(id) as number)) return false;
    const group = fields['group']?.(id) as number;
    if (groups && !Number.isNaN(group) && !groups.includes(group)) return false;
    return !states || (states as readonly unknown[]).includes(fields['state']?.(id));
  };
}

function updateEvents(now: Rules): void {
  const ring = newestFrames.events;
  const all = now !== eventsRules || ring.epoch !== ringEpoch;
  if (!all && ring.newestN === newestN) return;
  const lets = eventTest(now.filters);
  const mutes = mutesRest(now.many);
  const active = lets !== undefined || mutes;
  if (!active && mask.eventsActive) {
    mask.events.fill(SHOWN);
    mask.eventEpoch += 1;
  }
  mask.eventsActive = active;
  if (active) {
    const chosen = new Set(now.many.events);
    const from = all ? ring.oldestN : Math.max(newestN + 1, ring.oldestN);
    for (let n = from; n <= ring.newestN; n += 1) {
      const word = ring.slots[slotOf(n)] ?? 0;
      const held = lets !== undefined && !lets(n, word);
      mask.events[slotOf(n)] = held ? HIDDEN : mutes && !chosen.has(n) ? MUTED : SHOWN;
    }
    if (all) mask.eventEpoch += 1;
  }
  eventsRules = now;
  ringEpoch = ring.epoch;
  newestN = ring.newestN;
}

/** The test that events must pass; undefined where all do. */
export function eventTest(filters: Filters): ((n: number, word: number) => boolean) | undefined {
  const { groups, kinds, loss, n: indices, steps } = filters;
  if (!(groups ?? kinds ?? loss ?? indices ?? steps)) return undefined;
  const plan = eventPlan();
  return (n, word) =>
    (!groups || groups.includes(n % 12)) &&
    (!kinds || kinds.includes(eventKind(n))) &&
    (!loss || inside(lossOfWord(word), loss)) &&
    (!indices || inside(n, indices)) &&
    (!steps || inside(stepOf(n, plan), steps));
}

function inside(value: number, { from, to }: FilterRange): boolean {
  return value >= from && value <= to;
}
