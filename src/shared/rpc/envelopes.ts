import { DELIVERY, type TopicName } from '../contract/topics.ts';
import { ERROR_CODES, type ErrorCode, type Failure } from '../contract/errors.ts';
import { CallError } from './call-error.ts';

/** Each end's first message. A different protocol ends the connection with a readable error. */
export interface Hello {
  readonly type: 'hello';
  readonly protocol: number;
  /** Product version of the sender. */
  readonly version: string;
  /** Optional abilities of the sender; unknown ones are ignored. */
  readonly capabilities: readonly string[];
}

export interface Call {
  readonly type: 'call';
  /** Chosen by the client, unique within its connection. */
  readonly id: number;
  readonly command: string;
  readonly params: unknown;
}

export interface ResultEnvelope {
  readonly type: 'result';
  readonly id: number;
  readonly result: unknown;
}

export interface FailureEnvelope {
  readonly type: 'failure';
  readonly id: number;
  readonly failure: Failure;
}

export interface Subscribe {
  readonly type: 'subscribe' | 'unsubscribe';
  readonly topic: TopicName;
}

/** One payload of a `latest` topic, or all payloads of an `every` topic since the last batch, oldest first. */
export interface TopicEnvelope {
  readonly type: 'topic';
  readonly topic: TopicName;
  readonly payloads: readonly unknown[];
}

/** The client has dealt with one message of a `latest` topic and may be sent another. */
export interface Credit {
  readonly type: 'credit';
  readonly topic: TopicName;
}

export type ClientEnvelope = Hello | Call | Subscribe | Credit;
export type HostEnvelope = Hello | ResultEnvelope | FailureEnvelope | TopicEnvelope;
export type Envelope = ClientEnvelope | HostEnvelope;

/** Keys of each envelope besides `type`; an envelope has exactly these. */
const KEYS = {
  hello: ['protocol', 'version', 'capabilities'],
  call: ['id', 'command', 'params'],
  result: ['id', 'result'],
  failure: ['id', 'failure'],
  subscribe: ['topic'],
  unsubscribe: ['topic'],
  topic: ['topic', 'payloads'],
  credit: ['topic'],
} as const satisfies Record<Envelope['type'], readonly string[]>;

type Fields = Readonly<Record<string, unknown>>;

/** Checks what a client sent. Throws CallError invalid-params that says what is wrong; cost independent of params. */
export function parseClientEnvelope(input: unknown): ClientEnvelope {
  const fields = envelopeFields(input, ['hello', 'call', 'subscribe', 'unsubscribe', 'credit']);
  switch (fields['type'] as ClientEnvelope['type']) {
    case 'hello':
      return hello(fields);
    case 'call':
      return {
        type: 'call',
        id: id(fields),
        command: text(fields, 'command'),
        params: fields['params'],
      };
    case 'subscribe':
      return { type: 'subscribe', topic: topic(fields) };
    case 'unsubscribe':
      return { type: 'unsubscribe', topic: topic(fields) };
    case 'credit':
      return { type: 'credit', topic: topic(fields) };
  }
}

/** Checks what a host sent, as far as its outer shape; results and payloads are trusted. Throws CallError invalid-params. */
export function parseHostEnvelope(input: unknown): HostEnvelope {
  const fields = envelopeFields(input, ['hello', 'result', 'failure', 'topic']);
  switch (fields['type'] as HostEnvelope['type']) {
    case 'hello':
      return hello(fields);
    case 'result':
      return { type: 'result', id: id(fields), result: fields['result'] };
    case 'failure':
      return { type: 'failure', id: id(fields), failure: failure(fields['failure']) };
    case 'topic':
      return { type: 'topic', topic: topic(fields), payloads: list(fields, 'payloads') };
  }
}

function envelopeFields(input: unknown, types: readonly Envelope['type'][]): Fields {
  if (!isRecord(input)) throw malformed('an envelope is an object');
  const type = types.find((candidate) => candidate === input['type']);
  if (type === undefined) throw malformed(`type is one of ${types.join(', ')}`);
  const expected: readonly string[] = KEYS[type];
  const keys = Object.keys(input).filter((key) => key !== 'type');
  const missing = expected.find((key) => !Object.hasOwn(input, key));
  if (missing !== undefined) throw malformed(`${type} without ${missing}`);
  if (keys.length !== expected.length) throw malformed(`${type} has ${expected.join(', ')} only`);
  return input;
}

function hello(fields: Fields): Hello {
  const protocol = fields['protocol'];
  if (!Number.isSafeInteger(protocol)) throw malformed('protocol is an integer');
  const capabilities = list(fields, 'capabilities');
  if (!capabilities.every((entry) => typeof entry === 'string')) {
    throw malformed('capabilities are strings');
  }
  return {
    type: 'hello',
    protocol: protocol as number,
    version: text(fields, 'version'),
    capabilities: capabilities as string[],
  };
}

function id(fields: Fields): number {
  const value = fields['id'];
  if (!Number.isSafeInteger(value) || (value as number) < 0) {
    throw malformed('id is an integer from 0');
  }
  return value as number;
}

function topic(fields: Fields): TopicName {
  const name = fields['topic'];
  if (typeof name !== 'string' || !Object.hasOwn(DELIVERY, name)) {
    throw malformed(`topic is one of ${Object.keys(DELIVERY).join(', ')}`);
  }
  return name as TopicName;
}

function failure(value: unknown): Failure {
  if (!isRecord(value) || typeof value['message'] !== 'string') {
    throw malformed('failure has code and message');
  }
  const known = ERROR_CODES.find((code) => code === value['code']);
  const code: ErrorCode = known ?? 'internal';
  return { code, message: value['message'] };
}

function text(fields: Fields, key: string): string {
  const value = fields[key];
  if (typeof value !== 'string' || value.length > 200) {
    throw malformed(`${key} is a text of at most 200 characters`);
  }
  return value;
}

function list(fields: Fields, key: string): readonly unknown[] {
  const value = fields[key];
  if (!Array.isArray(value)) throw malformed(`${key} is a list`);
  return value;
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(expectation: string): CallError {
  return new CallError('invalid-params', `Malformed envelope: ${expectation}.`);
}
