import { PROTOCOL_VERSION } from '../../../shared/contract/version.ts';
import type { Handlers } from '../../../shared/rpc/rpc-server.ts';
import type { SessionInfo } from '../../../shared/contract/session.ts';

export interface SessionContext extends Omit<SessionInfo, 'protocol' | 'activeRunId'> {
  readonly activeRunId: () => string | undefined;
}

export function sessionHandlers({ activeRunId, ...fixed }: SessionContext) {
  return {
    'session.info': () => {
      const runId = activeRunId();
      return {
        ...fixed,
        protocol: PROTOCOL_VERSION,
        ...(runId !== undefined && { activeRunId: runId }),
      };
    },
  } satisfies Partial<Handlers>;
}
