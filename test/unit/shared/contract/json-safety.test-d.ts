import type {
  CommandName,
  CommandResult,
  Params,
} from '../../../../src/shared/contract/commands.ts';
import type { DELIVERY, Payload, Topics } from '../../../../src/shared/contract/topics.ts';
import type { Handlers, Parsers, ValueTopic } from '../../../../src/shared/rpc/rpc-server.ts';

/** `true` if a value of type T survives JSON unchanged: no bigint, Date, Map, typed array, function or symbol in it. */
type IsJson<T> = [T] extends [string | number | boolean | null | undefined]
  ? true
  : T extends bigint | symbol | ((...given: never[]) => unknown) | ArrayBuffer | ArrayBufferView
    ? false
    : T extends Date | ReadonlyMap<unknown, unknown> | ReadonlySet<unknown> | Promise<unknown>
      ? false
      : T extends readonly (infer E)[]
        ? IsJson<E>
        : T extends object
          ? false extends { [K in keyof T]-?: IsJson<T[K]> }[keyof T]
            ? false
            : true
          : T extends string | number | boolean | null | undefined
            ? true
            : false;

/** Names of the commands for which JSON would lose something; the build fails naming them. */
type Unsafe<N extends CommandName> = N extends CommandName
  ? false extends IsJson<Params<N>> | IsJson<CommandResult<N>>
    ? N
    : never
  : never;
type UnsafeTopic<N extends ValueTopic> = N extends ValueTopic
  ? false extends IsJson<Payload<N>>
    ? N
    : never
  : never;

type Expect<T extends true> = T;
type Equal<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

export type TypeTests = [
  Expect<Equal<Unsafe<CommandName>, never>>,
  Expect<Equal<UnsafeTopic<ValueTopic>, never>>,
  // The test itself can fail:
  Expect<Equal<IsJson<{ id: bigint }>, false>>,
  Expect<Equal<IsJson<{ at: Date }>, false>>,
  Expect<Equal<IsJson<{ rows: readonly Float32Array[] }>, false>>,
  Expect<Equal<IsJson<{ deep: { map?: Map<string, number> } }>, false>>,
  Expect<Equal<IsJson<{ a: readonly (number | null)[]; b?: 'x' | 'y' }>, true>>,
  // One handler and one parser a command, one delivery a topic.
  Expect<Equal<keyof Handlers, CommandName>>,
  Expect<Equal<keyof Parsers, CommandName>>,
  Expect<Equal<keyof typeof DELIVERY, keyof Topics>>,
];
