import { CallError } from './call-error.ts';
import { DELIVERY, type FrameTopic, type Payload, type TopicName } from '../contract/topics.ts';
import { ERROR_CODES, type Failure } from '../contract/errors.ts';
import { LIMITS } from '../contract/limits.ts';
import { PROTOCOL_VERSION } from '../contract/version.ts';
import { parseClientEnvelope, type Call, type ClientEnvelope } from './envelopes.ts';
import type { CommandName, CommandResult, Params } from '../contract/commands.ts';
import type { Transport } from './transport.ts';

/** What a host does for each command. */
export type Handlers = {
  readonly [K in CommandName]: (params: Params<K>) => CommandResult<K> | Promise<CommandResult<K>>;
};

/** Turns unknown input into Params<K> or throws CallError invalid-params; one parser per command. */
export type Parsers = { readonly [K in CommandName]: (input: unknown) => Params<K> };

export type ValueTopic = Exclude<TopicName, FrameTopic>;
export type LatestTopic = {
  [K in ValueTopic]: (typeof DELIVERY)[K] extends 'latest' ? K : never;
}[ValueTopic];

export interface RpcServerOptions {
  readonly handlers: Handlers;
  readonly parsers: Parsers;
  /** Product version told to clients. */
  readonly version: string;
  /** Runs `task` once after about `delayMs`; the return value cancels it. */
  readonly schedule: (task: () => void, delayMs: number) => () => void;
  /** Told of failures that are defects of the program: code `internal`. */
  readonly onDefect?: (error: unknown) => void;
  /** A topic got its first subscriber of all, or lost its last, or a client gave credit. */
  readonly onDemand?: () => void;
}

/** One client, as the frame pump sees it. */
export interface ClientConnection {
  /** Subscribed, and the client has dealt with all but less than LIMITS.creditWindow of the frames sent. */
  ready(topic: FrameTopic): boolean;
  /** Takes one credit. Only while ready. */
  sendFrame(topic: FrameTopic, frame: ArrayBuffer): void;
  subscribed(topic: TopicName): boolean;
}

/** Least time between two batches of an `every` topic to one client, in milliseconds. */
const BATCH_MS = 100;
/** A client that lets this much pile up unsent is disconnected, since `every` topics may not be dropped. */
const MAX_BUFFERED_BYTES = LIMITS.messageBytes;

/** The host's end of the wire: answers calls and serves each client's subscriptions. */
export class RpcServer {
  private readonly connections = new Set<Connection>();
  /** Newest payload of each `latest` topic, for those who subscribe later. */
  private readonly newest = new Map<TopicName, unknown>();

  constructor(private readonly options: RpcServerOptions) {}

  get clients(): ReadonlySet<ClientConnection> {
    return this.connections;
  }

  /** Serves one client until its transport closes. */
  connect(transport: Transport): void {
    const connection = new Connection(transport, this.options, this.newest);
    this.connections.add(connection);
    transport.onClose(() => {
      this.connections.delete(connection);
      connection.dispose();
      this.options.onDemand?.();
    });
    connection.open();
  }

  /** Sends to every subscriber, by the topic's delivery. */
  publish<K extends ValueTopic>(topic: K, payload: Payload<K>): void {
    if (DELIVERY[topic] === 'latest') this.newest.set(topic, payload);
    for (const connection of this.connections) connection.publish(topic, payload);
  }

  /** Whether any client listens to the topic. */
  watched(topic: TopicName): boolean {
    return [...this.connections].some((connection) => connection.subscribed(topic));
  }

  /** Sends what waits in batches and disconnects every client. */
  close(reason: string): void {
    for (const connection of [...this.connections]) {
      connection.flush();
      connection.transport.close(reason);
    }
  }
}

class Subscription {
  credit: number = LIMITS.creditWindow;
  /** `latest`: at most the newest payload. `every`: all since the last batch. */
  readonly waiting: unknown[] = [];
  cancelBatch: (() => void) | undefined;
}

class Connection implements ClientConnection {
  private readonly subscriptions = new Map<TopicName, Subscription>();
  private greeted = false;

  constructor(
    readonly transport: Transport,
    private readonly options: RpcServerOptions,
    private readonly newest: ReadonlyMap<TopicName, unknown>,
  ) {}

  open(): void {
    const { version } = this.options;
    this.transport.send({ type: 'hello', protocol: PROTOCOL_VERSION, version, capabilities: [] });
    this.transport.onMessage((message) => this.receive(message));
  }

  dispose(): void {
    for (const subscription of this.subscriptions.values()) subscription.cancelBatch?.();
    this.subscriptions.clear();
  }

  subscribed(topic: TopicName): boolean {
    return this.subscriptions.has(topic);
  }

  ready(topic: FrameTopic): boolean {
    return (this.subscriptions.get(topic)?.credit ?? 0) > 0;
  }

  sendFrame(topic: FrameTopic, frame: ArrayBuffer): void {
    const subscription = this.subscriptions.get(topic);
    if (!subscription) return;
    subscription.credit -= 1;
    this.transport.send(frame);
  }

  publish(topic: ValueTopic, payload: unknown): void {
    const subscription = this.subscriptions.get(topic);
    if (!subscription) return;
    if (DELIVERY[topic] === 'latest') {
      subscription.waiting[0] = payload;
      this.sendNewest(topic, subscription);
      return;
    }
    subscription.waiting.push(payload);
    if (!subscription.cancelBatch) this.sendBatch(topic, subscription);
  }

  flush(): void {
    for (const [topic, subscription] of this.subscriptions) {
      if (DELIVERY[topic] === 'every') this.sendWaiting(topic, subscription);
    }
  }

  private receive(message: unknown): void {
    let envelope: ClientEnvelope;
    try {
      envelope = parseClientEnvelope(message);
    } catch (error) {
      this.transport.close(error instanceof Error ? error.message : String(error));
      return;
    }
    if (envelope.type === 'hello') {
      this.greeted = envelope.protocol === PROTOCOL_VERSION;
      if (!this.greeted) this.transport.close(`This host speaks protocol ${PROTOCOL_VERSION}.`);
      return;
    }
    if (!this.greeted) {
      this.transport.close('The first message is hello.');
      return;
    }
    switch (envelope.type) {
      case 'call':
        return void this.answer(envelope);
      case 'subscribe':
        return this.subscribe(envelope.topic);
      case 'unsubscribe':
        return this.unsubscribe(envelope.topic);
      case 'credit':
        return this.credit(envelope.topic);
    }
  }

  private async answer({ id, command, params }: Call): Promise<void> {
    try {
      const result = await this.execute(command, params);
      this.transport.send({ type: 'result', id, result: result ?? null });
    } catch (error) {
      const failure = toFailure(error);
      if (failure.code === 'internal') this.options.onDefect?.(error);
      this.transport.send({ type: 'failure', id, failure });
    }
  }

  private async execute(command: string, params: unknown): Promise<unknown> {
    if (!Object.hasOwn(this.options.handlers, command)) {
      throw new CallError('unknown-command', `This host has no command ${command}.`);
    }
    const known = command as CommandName;
    const parsed = this.options.parsers[known](params);
    return await (this.options.handlers[known] as (params: unknown) => unknown)(parsed);
  }

  private subscribe(topic: TopicName): void {
    if (this.subscriptions.has(topic)) return;
    const subscription = new Subscription();
    this.subscriptions.set(topic, subscription);
    if (this.newest.has(topic)) {
      subscription.waiting[0] = this.newest.get(topic);
      this.sendNewest(topic, subscription);
    }
    this.options.onDemand?.();
  }

  private unsubscribe(topic: TopicName): void {
    this.subscriptions.get(topic)?.cancelBatch?.();
    this.subscriptions.delete(topic);
    this.options.onDemand?.();
  }

  private credit(topic: TopicName): void {
    const subscription = this.subscriptions.get(topic);
    if (!subscription || DELIVERY[topic] !== 'latest') return;
    subscription.credit = Math.min(subscription.credit + 1, LIMITS.creditWindow);
    this.sendNewest(topic, subscription);
    this.options.onDemand?.();
  }

  private sendNewest(topic: TopicName, subscription: Subscription): void {
    if (subscription.credit === 0 || subscription.waiting.length === 0) return;
    subscription.credit -= 1;
    this.sendWaiting(topic, subscription);
  }

  /** The first payload goes at once; those within BATCH_MS after it go together. */
  private sendBatch(topic: TopicName, subscription: Subscription): void {
    this.sendWaiting(topic, subscription);
    subscription.cancelBatch = this.options.schedule(() => {
      subscription.cancelBatch = undefined;
      if (subscription.waiting.length > 0) this.sendBatch(topic, subscription);
    }, BATCH_MS);
  }

  private sendWaiting(topic: TopicName, { waiting }: Subscription): void {
    if (waiting.length === 0) return;
    if ((this.transport.bufferedBytes ?? 0) > MAX_BUFFERED_BYTES) {
      this.transport.close('The client reads too slowly.');
      return;
    }
    this.transport.send({ type: 'topic', topic, payloads: waiting.splice(0) });
  }
}

/** A thrown value as it travels: one of our codes as it is, the operating system's (ENOSPC, ...) as `io-failed`, else `internal`. */
export function toFailure(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  const given: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  const own = ERROR_CODES.find((known) => known === given);
  if (own) return { code: own, message };
  const fromSystem = typeof given === 'string' && /^E[A-Z0-9]+$/.test(given);
  return { code: fromSystem ? 'io-failed' : 'internal', message };
}
