import { CallError } from '../../shared/rpc/call-error.ts';
import { RpcClient } from '../../shared/rpc/rpc-client.ts';
import { backOffMs } from './back-off.ts';
import type { Transport } from '../../shared/rpc/transport.ts';

/** What a link tells of itself. */
export interface LinkListener {
  /** The host has greeted: calls are answered. */
  readonly onOpen: () => void;
  /** Lost, or not reached; the next try begins at `retryAtMs` (Date.now clock). */
  readonly onLost: (reason: string, attempt: number, retryAtMs: number) => void;
  /** The host speaks another protocol: no retry helps. */
  readonly onMismatch: (reason: string) => void;
}

/** A client that keeps its connection: opens it, and opens it again after a loss, waiting longer each time. */
export interface HostLink {
  readonly client: RpcClient;
  /** Tries at once instead of when the wait is over. */
  retryNow(): void;
  close(): void;
}

export interface LinkOptions {
  readonly open: () => Promise<Transport>;
  readonly onProblem: (error: unknown) => void;
}

/** Opens the link. Its listener is told of every change. */
export function openHostLink(options: LinkOptions, listener: LinkListener): HostLink {
  const client = new RpcClient({ onProblem: options.onProblem });
  let attempt = 0;
  let closed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const lost = (error: unknown): void => {
    if (closed) return;
    if (error instanceof CallError && error.code === 'mismatch') {
      listener.onMismatch(error.message);
      return;
    }
    attempt += 1;
    const wait = backOffMs(attempt);
    clearTimeout(timer);
    timer = setTimeout(() => void connect(), wait);
    listener.onLost(
      error instanceof Error ? error.message : String(error),
      attempt,
      Date.now() + wait,
    );
  };

  const connect = async (): Promise<void> => {
    let transport: Transport;
    try {
      transport = await options.open();
    } catch (error) {
      lost(error);
      return;
    }
    if (closed) {
      transport.close();
      return;
    }
    try {
      await client.attach(transport);
      attempt = 0;
      listener.onOpen();
    } catch {
      // onDisconnect below has told.
    }
  };

  client.onDisconnect(lost);
  void connect();
  return {
    client,
    retryNow: () => {
      if (timer === undefined || client.connected) return;
      clearTimeout(timer);
      timer = undefined;
      void connect();
    },
    close: () => {
      closed = true;
      clearTimeout(timer);
      client.close();
    },
  };
}
