import { EVENT_KINDS } from './event-kind.ts';
import type { ClipPlane, Filters, FilterRange } from './filter-slice.ts';
import { SPHERE_STATES } from '../../shared/frames/sphere-frame.ts';
import type { CameraView } from './stage-port.ts';

/** A view that cannot be opened: the message names the part that is wrong. */
export class ViewError extends Error {
  override readonly name = 'ViewError';
}

export const VIEW_FORMAT = 'crystalline-view';
export const VIEW_VERSION = 1;
/** Longest text of a view that is read. */
export const LONGEST_VIEW = 200_000;
/** Things that a view keeps selected by number; more are kept by their expression alone. */
export const MOST_SELECTED = 5_000;

/** How the lattice is looked at, as a file: camera, layers, look, filters, selection, and the moment shown. */
export interface ViewFile {
  readonly format: typeof VIEW_FORMAT;
  readonly version: typeof VIEW_VERSION;
  readonly camera: CameraView;
  /** Switches of the layers, by name. */
  readonly layers: Readonly<Record<string, boolean>>;
  /** Layouts, colours and scales: checked by their own part of the store. */
  readonly look: unknown;
  readonly theme: 'dark' | 'light';
  readonly filters: Filters;
  readonly selection: {
    readonly spheres: readonly number[];
    readonly events: readonly number[];
    readonly expression?: string;
  };
  /** The run and the step shown; absent without a run. */
  readonly moment?: { readonly runId: string; readonly step: number };
}

/** Reads a view from text that anybody may have written. Throws ViewError. */
export function parseView(text: string): ViewFile {
  if (text.length > LONGEST_VIEW) fail('The view', `is longer than ${LONGEST_VIEW} characters`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail('The view', 'is no JSON');
  }
  const view = record(value, 'The view');
  if (view['format'] !== VIEW_FORMAT) fail('format', `must be ${VIEW_FORMAT}`);
  if (view['version'] !== VIEW_VERSION) fail('version', `must be ${VIEW_VERSION}`);
  const moment = view['moment'];
  return {
    format: VIEW_FORMAT,
    version: VIEW_VERSION,
    camera: parseCamera(view['camera'], 'camera'),
    layers: switches(view['layers']),
    look: view['look'],
    theme: oneOf(view['theme'], ['dark', 'light'] as const, 'theme'),
    filters: parseFilters(view['filters']),
    selection: parseSelection(view['selection']),
    ...(moment !== undefined && { moment: parseMoment(moment) }),
  };
}

/** Reads a camera; throws ViewError that names the part under `path`. */
export function parseCamera(value: unknown, path: string): CameraView {
  const camera = record(value, path);
  const target = list(camera['target'], `${path}.target`, 3);
  if (target.length !== 3) fail(`${path}.target`, 'must be three numbers');
  const place = (axis: number): number => number(target[axis], `${path}.target`, -100, 100);
  return {
    azimuth: number(camera['azimuth'], `${path}.azimuth`, -1e6, 1e6),
    elevation: number(camera['elevation'], `${path}.elevation`, -Math.PI / 2, Math.PI / 2),
    distance: number(camera['distance'], `${path}.distance`, 0.001, 1_000),
    target: [place(0), place(1), place(2)],
  };
}

function parseFilters(value: unknown): Filters {
  const given = record(value, 'filters');
  const has = (name: keyof Filters): boolean => given[name] !== undefined;
  const path = (name: keyof Filters): string => `filters.${name}`;
  const numbers = (name: keyof Filters, most: number): readonly number[] =>
    list(given[name], path(name), most + 1).map((entry) => whole(entry, path(name), most));
  const words = <T extends string>(name: keyof Filters, known: readonly T[]): readonly T[] =>
    list(given[name], path(name), known.length).map((entry) => oneOf(entry, known, path(name)));
  const range = (name: keyof Filters): FilterRange => {
    const ends = record(given[name], path(name));
    const end = (side: 'from' | 'to'): number =>
      number(ends[side], `${path(name)}.${side}`, -1e15, 1e15);
    return { from: end('from'), to: end('to') };
  };
  return {
    ...(has('levels') && { levels: numbers('levels', 255) }),
    ...(has('groups') && { groups: numbers('groups', 11) }),
    ...(has('states') && { states: words('states', SPHERE_STATES) }),
    ...(has('kinds') && { kinds: words('kinds', EVENT_KINDS) }),
    ...(has('loss') && { loss: range('loss') }),
    ...(has('n') && { n: range('n') }),
    ...(has('steps') && { steps: range('steps') }),
    ...(has('clip') && { clip: parseClip(given['clip']) }),
  };
}

function parseClip(value: unknown): ClipPlane {
  const clip = record(value, 'filters.clip');
  return {
    axis: oneOf(clip['axis'], ['x', 'y', 'z'] as const, 'filters.clip.axis'),
    at: number(clip['at'], 'filters.clip.at', -10, 10),
    keep: oneOf(clip['keep'], ['below', 'above'] as const, 'filters.clip.keep'),
  };
}

function parseSelection(value: unknown): ViewFile['selection'] {
  const selection = record(value, 'selection');
  const ids = (name: 'spheres' | 'events'): readonly number[] =>
    list(selection[name], `selection.${name}`, MOST_SELECTED).map((entry) =>
      whole(entry, `selection.${name}`, Number.MAX_SAFE_INTEGER),
    );
  const { expression } = selection;
  if (expression !== undefined && (typeof expression !== 'string' || expression.length > 1_000)) {
    fail('selection.expression', 'must be a text of at most 1,000 characters');
  }
  return {
    spheres: ids('spheres'),
    events: ids('events'),
    ...(typeof expression === 'string' && { expression }),
  };
}

function parseMoment(value: unknown): { runId: string; step: number } {
  const { runId, step } = record(value, 'moment');
  if (typeof runId !== 'string' || runId.length > 200) fail('moment.runId', 'must be a run’s id');
  return { runId: runId as string, step: whole(step, 'moment.step', Number.MAX_SAFE_INTEGER) };
}

function switches(value: unknown): Readonly<Record<string, boolean>> {
  const entries = Object.entries(record(value, 'layers'));
  if (entries.length > 50) fail('layers', 'must have at most 50 entries');
  return Object.fromEntries(entries.map(([name, on]) => [name, truth(on, `layers.${name}`)]));
}

/** An object that inherits nothing: `__proto__` in a file is a name like another. */
export function record(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return fail(path, 'must be an object');
  }
  return Object.assign(Object.create(null) as Record<string, unknown>, value);
}

export function number(value: unknown, path: string, min: number, max: number): number {
  if (typeof value === 'number' && value >= min && value <= max) return value;
  return fail(path, `must be a number from ${min} to ${max}`);
}

export function truth(value: unknown, path: string): boolean {
  return typeof value === 'boolean' ? value : fail(path, 'must be true or false');
}

export function oneOf<T extends string>(value: unknown, known: readonly T[], path: string): T {
  const found = known.find((candidate) => candidate === value);
  return found ?? fail(path, `must be one of ${known.join(', ')}`);
}

export function whole(value: unknown, path: string, max: number): number {
  if (Number.isInteger(value)) return number(value, path, 0, max);
  return fail(path, `must be whole numbers from 0 to ${max}`);
}

export function list(value: unknown, path: string, most: number): readonly unknown[] {
  if (Array.isArray(value) && value.length <= most) return value as readonly unknown[];
  return fail(path, `must be a list of at most ${most}`);
}

function fail(path: string, words: string): never {
  throw new ViewError(`${path} ${words}.`);
}
