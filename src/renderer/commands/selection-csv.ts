import type { EventView } from '../store/event-view.ts';
import type { SphereView } from '../store/sphere-view.ts';

const SPHERE_HEADER =
  'sphere,level,leaf,group,parent,state,state_age_ms,worker,inbox_critical,inbox_high,inbox_normal,inbox_low,' +
  'queued,micro_batches,stolen_to,stolen_from,messages,gradient_norm,loss_nats,utilization';
const EVENT_HEADER = 'event_n,token,text,loss_nats,group,sphere,step,boundary_distance,kind';

/** Spheres and events as CSV (RFC 4180); two tables with an empty line between them where both are selected. Unknown values are empty. */
export function selectionCsv(
  spheres: readonly SphereView[],
  events: readonly EventView[],
  tokenTexts: readonly string[],
): string {
  const tables: string[] = [];
  if (spheres.length > 0) tables.push(table(SPHERE_HEADER, spheres.map(sphereCells)));
  if (events.length > 0) {
    const cells = events.map((event) => eventCells(event, tokenTexts[event.token]));
    tables.push(table(EVENT_HEADER, cells));
  }
  return tables.join('\r\n');
}

type Cell = string | number | boolean | undefined;

function table(header: string, rows: readonly (readonly Cell[])[]): string {
  return [header, ...rows.map((row) => row.map(cell).join(','))].join('\r\n') + '\r\n';
}

function sphereCells(sphere: SphereView): readonly Cell[] {
  const { inbox } = sphere;
  return [
    ...[sphere.id, sphere.level, sphere.leaf, sphere.group, sphere.parent],
    ...[sphere.state, sphere.stateAgeMs, sphere.worker],
    ...[inbox.critical, inbox.high, inbox.normal, inbox.low, sphere.queuedItems],
    ...[sphere.microBatches, sphere.stolenTo, sphere.stolenFrom, sphere.messagesReceived],
    ...[sphere.gradientNorm, sphere.lossNats, sphere.utilization],
  ];
}

function eventCells(event: EventView, text: string | undefined): readonly Cell[] {
  return [
    ...[event.n, event.token, text, event.lossNats, event.group, event.sphere, event.step],
    ...[event.boundaryDistance, event.kind],
  ];
}

function cell(value: Cell): string {
  if (value === undefined) return '';
  const text = String(value);
  // A leading sign of a formula would be computed by a spreadsheet.
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
