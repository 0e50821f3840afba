import { create } from 'zustand';
import type { SessionInfo } from '../../shared/contract/session.ts';

export type Connection =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'connected' }
  /** Lost or never reached; `retryAtMs` (Date.now clock) is when the next try begins. */
  | {
      readonly kind: 'disconnected';
      readonly reason: string;
      readonly attempt: number;
      readonly retryAtMs: number;
    }
  /** Host and page speak different protocols: only the right page helps. */
  | { readonly kind: 'mismatch'; readonly reason: string };

export interface SessionState {
  readonly connection: Connection;
  readonly info: SessionInfo | undefined;
  /** Tries to connect at once. */
  readonly retry: () => void;
}

/** The host at the other end, and whether it can be reached. */
export const useSession = create<SessionState>(() => ({
  connection: { kind: 'connecting' },
  info: undefined,
  retry: () => undefined,
}));

export function setConnection(connection: Connection): void {
  useSession.setState({ connection });
}

export function setSessionInfo(info: SessionInfo): void {
  useSession.setState({ info });
}

export function setRetry(retry: () => void): void {
  useSession.setState({ retry });
}
