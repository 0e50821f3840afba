import { CallError } from './call-error.ts';
import { DELIVERY, type FrameTopic, type Payload, type TopicName } from '../contract/topics.ts';
import type { CommandName, CommandResult, Params } from '../contract/commands.ts';
import { PROTOCOL_VERSION } from '../contract/version.ts';
import { frameTopic } from '../frames/read-frame.ts';
import { parseHostEnvelope, type Hello } from './envelopes.ts';
import type { Message, Transport, Unsubscribe } from './transport.ts';

export interface RpcClientOptions {
  /** Product version told to the host. */
  readonly version?: string;
  /** Something that came and could not be used: a malformed envelope, a frame of another layout, a listener that threw. */
  readonly onProblem?: (error: unknown) => void;
}

type Listener = (payload: never) => void;

interface PendingCall {
  readonly resolve: (result: never) => void;
  readonly reject: (error: CallError) => void;
}

interface Connection {
  readonly transport: Transport;
  readonly resolveHello: (hello: Hello) => void;
  readonly rejectHello: (error: CallError) => void;
}

/**
 * The client's end of the wire: typed calls and subscriptions.
 *
 * It outlives its connections. `attach` gives it a transport; when that closes, pending calls reject with code
 * `disconnected`, the subscriptions stay, and the next `attach` sends them again.
 */
export class RpcClient {
  private readonly listeners = new Map<TopicName, Set<Listener>>();
  private readonly pending = new Map<number, PendingCall>();
  private readonly disconnectListeners = new Set<(error: CallError) => void>();
  private connection: Connection | undefined;
  private nextId = 0;

  constructor(private readonly options: RpcClientOptions = {}) {}

  get connected(): boolean {
    return this.connection !== undefined;
  }

  /**
   * Takes `transport` as the connection, closing a former one. Calls may follow at once. Resolves with the host's
   * hello; rejects with code `mismatch` when the host speaks another protocol, `disconnected` when it is closed first.
   */
  attach(transport: Transport): Promise<Hello> {
    this.detach(new CallError('disconnected', 'Replaced by a new connection.'));
    return new Promise((resolveHello, rejectHello) => {
      const connection: Connection = { transport, resolveHello, rejectHello };
      this.connection = connection;
      transport.onMessage((message) => {
        if (this.connection === connection) this.receive(connection, message);
      });
      transport.onClose((reason) => {
        if (this.connection === connection) this.detach(new CallError('disconnected', reason));
      });
      this.send({
        type: 'hello',
        protocol: PROTOCOL_VERSION,
        version: this.options.version ?? '',
        capabilities: [],
      });
      for (const topic of this.listeners.keys()) this.send({ type: 'subscribe', topic });
    });
  }

  /** Asks the host. Rejects with CallError: the host's failure, or `disconnected`. */
  call<K extends CommandName>(
    command: K,
    ...[params]: Params<K> extends null ? [params?: null] : [params: Params<K>]
  ): Promise<CommandResult<K>> {
    return new Promise((resolve, reject) => {
      if (!this.connection) {
        reject(new CallError('disconnected', 'Not connected to the host.'));
        return;
      }
      const id = this.nextId;
      this.nextId += 1;
      this.pending.set(id, { resolve, reject });
      this.send({ type: 'call', id, command, params: params ?? null });
    });
  }

  /**
   * Listens to a topic, over this and every later connection, until unsubscribed. For `latest` topics the host sends
   * the next payload only after the listeners have returned.
   */
  subscribe<K extends TopicName>(topic: K, listener: (payload: Payload<K>) => void): Unsubscribe {
    const own: Listener = (payload) => listener(payload);
    const present = this.listeners.get(topic);
    if (present) {
      present.add(own);
    } else {
      this.listeners.set(topic, new Set([own]));
      this.send({ type: 'subscribe', topic });
    }
    return () => this.unsubscribe(topic, own);
  }

  /** Called each time a connection ends, with its reason: code `disconnected` or `mismatch`. Not called by close(). */
  onDisconnect(listener: (error: CallError) => void): Unsubscribe {
    this.disconnectListeners.add(listener);
    return () => this.disconnectListeners.delete(listener);
  }

  /** Ends the connection and forgets every subscription. */
  close(): void {
    this.listeners.clear();
    this.disconnectListeners.clear();
    this.detach(new CallError('disconnected', 'Closed by this client.'));
  }

  private unsubscribe(topic: TopicName, listener: Listener): void {
    const present = this.listeners.get(topic);
    if (!present?.delete(listener) || present.size > 0) return;
    this.listeners.delete(topic);
    this.send({ type: 'unsubscribe', topic });
  }

  private send(message: Message): void {
    this.connection?.transport.send(message);
  }

  private detach(error: CallError): void {
    const connection = this.connection;
    if (!connection) return;
    this.connection = undefined;
    connection.rejectHello(error);
    connection.transport.close(error.message);
    const pending = [...this.pending.values()];
    this.pending.clear();
    for (const call of pending) call.reject(error);
    for (const listener of [...this.disconnectListeners]) listener(error);
  }

  private receive(connection: Connection, message: unknown): void {
    try {
      if (message instanceof ArrayBuffer) {
        const topic = frameTopic(message);
        this.deliver(topic, [message]);
        return;
      }
      const envelope = parseHostEnvelope(message);
      switch (envelope.type) {
        case 'hello':
          return this.greet(connection, envelope);
        case 'topic':
          return this.deliver(envelope.topic, envelope.payloads);
        case 'result':
          return this.takePending(envelope.id)?.resolve(envelope.result as never);
        case 'failure': {
          const { code, message: words } = envelope.failure;
          return this.takePending(envelope.id)?.reject(new CallError(code, words));
        }
      }
    } catch (error) {
      this.options.onProblem?.(error);
    }
  }

  private greet(connection: Connection, hello: Hello): void {
    if (hello.protocol === PROTOCOL_VERSION) {
      connection.resolveHello(hello);
      return;
    }
    this.detach(new CallError('mismatch', protocolMismatch(hello.protocol, hello.version)));
  }

  private takePending(id: number): PendingCall | undefined {
    const call = this.pending.get(id);
    this.pending.delete(id);
    return call;
  }

  private deliver(topic: TopicName, payloads: readonly unknown[]): void {
    try {
      for (const payload of payloads) {
        for (const listener of [...(this.listeners.get(topic) ?? [])]) this.tell(listener, payload);
      }
    } finally {
      if (DELIVERY[topic] === 'latest') this.send({ type: 'credit', topic });
    }
  }

  private tell(listener: Listener, payload: unknown): void {
    try {
      listener(payload as never);
    } catch (error) {
      this.options.onProblem?.(error);
    }
  }
}

/** Topics whose payload is a frame. */
export function isFrameTopic(topic: TopicName): topic is FrameTopic {
  return topic.startsWith('frame.');
}

/** What to tell a user whose page and host are of different protocols. */
export function protocolMismatch(hostProtocol: number, hostVersion: string): string {
  const [older, action] =
    hostProtocol < PROTOCOL_VERSION
      ? ['host', 'restart the host']
      : ['window', 'reload the window'];
  return (
    `The window speaks protocol ${PROTOCOL_VERSION}, the host${hostVersion && ` ${hostVersion}`} ` +
    `protocol ${hostProtocol}: the ${older} is older; ${action}.`
  );
}
