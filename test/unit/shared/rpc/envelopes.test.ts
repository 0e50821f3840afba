import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CallError } from '../../../../src/shared/rpc/call-error.ts';
import { DELIVERY, type TopicName } from '../../../../src/shared/contract/topics.ts';
import { ERROR_CODES } from '../../../../src/shared/contract/errors.ts';
import {
  parseClientEnvelope,
  parseHostEnvelope,
  type ClientEnvelope,
  type HostEnvelope,
} from '../../../../src/shared/rpc/envelopes.ts';

const id = fc.nat();
const topic = fc.constantFrom(...(Object.keys(DELIVERY) as TopicName[]));
const hello = fc.record({
  type: fc.constant('hello' as const),
  protocol: fc.integer(),
  version: fc.string({ maxLength: 200 }),
  capabilities: fc.array(fc.string()),
});
const clientEnvelope: fc.Arbitrary<ClientEnvelope> = fc.oneof(
  hello,
  fc.record({
    type: fc.constant('call' as const),
    id,
    command: fc.string({ maxLength: 200 }),
    params: fc.jsonValue(),
  }),
  fc.record({
    type: fc.constantFrom('subscribe' as const, 'unsubscribe' as const, 'credit' as const),
    topic,
  }) as fc.Arbitrary<ClientEnvelope>,
);
const hostEnvelope: fc.Arbitrary<HostEnvelope> = fc.oneof(
  hello,
  fc.record({ type: fc.constant('result' as const), id, result: fc.jsonValue() }),
  fc.record({
    type: fc.constant('failure' as const),
    id,
    failure: fc.record({ code: fc.constantFrom(...ERROR_CODES), message: fc.string() }),
  }),
  fc.record({ type: fc.constant('topic' as const), topic, payloads: fc.array(fc.jsonValue()) }),
);

describe('the envelope parsers', () => {
  it('give back every well-formed envelope as it was', () => {
    fc.assert(
      fc.property(clientEnvelope, (envelope) => {
        expect(parseClientEnvelope(envelope)).toEqual(envelope);
      }),
    );
    fc.assert(
      fc.property(hostEnvelope, (envelope) => {
        expect(parseHostEnvelope(envelope)).toEqual(envelope);
      }),
    );
  });

  it('refuse anything else with invalid-params and never otherwise', () => {
    const anything = fc.oneof(
      fc.anything(),
      fc.record({ type: fc.string(), topic: fc.anything() }),
    );
    fc.assert(
      fc.property(anything, (value) => {
        for (const parse of [parseClientEnvelope, parseHostEnvelope]) {
          try {
            parse(value);
          } catch (error) {
            expect(error).toBeInstanceOf(CallError);
            expect(error).toMatchObject({ code: 'invalid-params' });
          }
        }
      }),
    );
  });

  it('refuse an envelope with a key too many or too few', () => {
    fc.assert(
      fc.property(clientEnvelope, (envelope) => {
        expect(() => parseClientEnvelope({ ...envelope, extra: 1 })).toThrow('only');
        for (const key of Object.keys(envelope)) {
          const rest: Record<string, unknown> = { ...envelope };
          delete rest[key];
          expect(() => parseClientEnvelope(rest)).toThrow(CallError);
        }
      }),
    );
  });

  it.each([
    [null, 'an envelope is an object'],
    [[], 'an envelope is an object'],
    [{ type: 'result', id: 1, result: null }, 'type is one of hello, call'],
    [{ type: 'call', id: -1, command: 'a', params: null }, 'id is an integer from 0'],
    [{ type: 'call', id: 1.5, command: 'a', params: null }, 'id is an integer from 0'],
    [{ type: 'call', id: 1, command: 7, params: null }, 'command is a text'],
    [{ type: 'call', id: 1, command: 'x'.repeat(201), params: null }, 'command is a text'],
    [{ type: 'subscribe', topic: 'toString' }, 'topic is one of run.status'],
    [{ type: 'hello', protocol: '1', version: '', capabilities: [] }, 'protocol is an integer'],
    [{ type: 'hello', protocol: 1, version: '', capabilities: [1] }, 'capabilities are strings'],
  ])('say what is wrong with %j', (input, words) => {
    expect(() => parseClientEnvelope(input)).toThrow(words);
  });

  it('take an unknown failure code for internal, so that an older page still shows the message', () => {
    const envelope = { type: 'failure', id: 1, failure: { code: 'new', message: 'why' } };
    expect(parseHostEnvelope(envelope)).toMatchObject({
      failure: { code: 'internal', message: 'why' },
    });
  });
});
