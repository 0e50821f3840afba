import { EVENT_KINDS } from '../event-kind.ts';
import { SPHERE_STATES } from '../../../shared/frames/sphere-frame.ts';

export type ValueType = 'number' | 'truth' | 'text' | readonly string[];

/** Something an expression can ask of a sphere or an event. */
export interface Field {
  readonly name: string;
  /** A list: one of these words. */
  readonly type: ValueType;
  readonly help: string;
}

const number = (name: string, help: string): Field => ({ name, type: 'number', help });

export const SPHERE_FIELDS: readonly Field[] = [
  number('id', 'number of the sphere; 0 is the root'),
  number('level', 'level in the tree; 0 is the root'),
  { name: 'leaf', type: 'truth', help: 'has no children' },
  number('group', 'symmetry group, 0 to 11'),
  number('parent', 'id of its parent'),
  { name: 'state', type: SPHERE_STATES, help: 'state in the newest frame' },
  number('age', 'milliseconds in that state'),
  number('worker', 'worker that owns it'),
  number('inbox', 'messages waiting'),
  number('queued', 'micro-batches waiting'),
  number('microBatches', 'micro-batches computed'),
  number('stolenTo', 'items it took from others'),
  number('stolenFrom', 'items others took from it'),
  number('messages', 'messages received'),
  number('gradientNorm', 'norm of its last gradient'),
  number('loss', 'nats of its last micro-batch'),
  number('load', 'share of the time computing, 0 to 1'),
];

export const EVENT_FIELDS: readonly Field[] = [
  number('n', 'lattice index of the event'),
  number('token', 'number of the token'),
  { name: 'text', type: 'text', help: 'the token itself, as "e"' },
  number('loss', 'nats of the token'),
  number('group', 'symmetry group, n mod 12'),
  number('sphere', 'leaf that trained it'),
  number('step', 'step it was trained in'),
  number('distance', 'from the nearest multiple of 144,000'),
  { name: 'kind', type: EVENT_KINDS, help: 'kind of boundary event' },
];

export const EXPRESSION_TARGETS = ['spheres', 'events'] as const;
export type ExpressionTarget = (typeof EXPRESSION_TARGETS)[number];

export const FIELDS: Readonly<Record<ExpressionTarget, readonly Field[]>> = {
  spheres: SPHERE_FIELDS,
  events: EVENT_FIELDS,
};
