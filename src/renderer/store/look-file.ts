import {
  COLOUR_MAPS,
  EVENT_COLOURS,
  EVENT_LAYOUTS,
  LATTICE_COLOURS,
  LATTICE_LAYOUTS,
  SPHERE_COLOURS,
  SPHERE_LAYOUTS,
  SPHERE_SIZES,
  THETA_TERMS,
} from './scene-look.ts';
import type { EventLook, LatticeLook, SceneLook, SphereLook } from './scene-look.ts';
import { list, number, oneOf, record, truth, whole } from './view-file.ts';

const MOST_COLLAPSED = 5_000;

/** Reads the look of a stored view; throws ViewError that names the part. */
export function parseLook(value: unknown): SceneLook {
  const look = record(value, 'look');
  return {
    map: oneOf(look['map'], COLOUR_MAPS, 'look.map'),
    spheres: parseSpheres(look['spheres']),
    events: parseEvents(look['events']),
    lattice: parseLattice(look['lattice']),
  };
}

function parseSpheres(value: unknown): SphereLook {
  const path = 'look.spheres';
  const look = record(value, path);
  return {
    ...scaleOf(look, path),
    layout: oneOf(look['layout'], SPHERE_LAYOUTS, `${path}.layout`),
    colour: oneOf(look['colour'], SPHERE_COLOURS, `${path}.colour`),
    size: oneOf(look['size'], SPHERE_SIZES, `${path}.size`),
    siblings: truth(look['siblings'], `${path}.siblings`),
    levels: whole(look['levels'], `${path}.levels`, 32),
    collapsed: list(look['collapsed'], `${path}.collapsed`, MOST_COLLAPSED).map((id) =>
      whole(id, `${path}.collapsed`, 0xffff_ffff),
    ),
  };
}

function parseEvents(value: unknown): EventLook {
  const path = 'look.events';
  const look = record(value, path);
  return {
    ...scaleOf(look, path),
    layout: oneOf(look['layout'], EVENT_LAYOUTS, `${path}.layout`),
    colour: oneOf(look['colour'], EVENT_COLOURS, `${path}.colour`),
    region: truth(look['region'], `${path}.region`),
  };
}

function parseLattice(value: unknown): LatticeLook {
  const path = 'look.lattice';
  const look = record(value, path);
  const terms = record(look['terms'], `${path}.terms`);
  return {
    layout: oneOf(look['layout'], LATTICE_LAYOUTS, `${path}.layout`),
    colour: oneOf(look['colour'], LATTICE_COLOURS, `${path}.colour`),
    primes: whole(look['primes'], `${path}.primes`, 144_000),
    dimension: whole(look['dimension'], `${path}.dimension`, 1_000),
    wavelength: number(look['wavelength'], `${path}.wavelength`, 1e-12, 1e12),
    terms: Object.fromEntries(
      THETA_TERMS.map((term) => [term, truth(terms[term], `${path}.terms.${term}`)]),
    ) as LatticeLook['terms'],
  };
}

function scaleOf(
  look: Readonly<Record<string, unknown>>,
  path: string,
): { log: boolean; range?: { min: number; max: number } } {
  const log = truth(look['log'], `${path}.log`);
  if (look['range'] === undefined) return { log };
  const range = record(look['range'], `${path}.range`);
  const min = number(range['min'], `${path}.range.min`, -1e12, 1e12);
  return { log, range: { min, max: number(range['max'], `${path}.range.max`, min, 1e12) } };
}
