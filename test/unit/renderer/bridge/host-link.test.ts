import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PROTOCOL_VERSION } from '../../../../src/shared/contract/version.ts';
import { backOffMs } from '../../../../src/renderer/bridge/back-off.ts';
import { createMemoryPair } from '../../../../src/shared/rpc/memory-transport.ts';
import { openHostLink } from '../../../../src/renderer/bridge/host-link.ts';
import type { Transport } from '../../../../src/shared/rpc/transport.ts';

/** A host's end that greets with a protocol. */
function greeter(protocol: number): { readonly open: () => Promise<Transport>; cut: () => void } {
  let hostEnd: Transport | undefined;
  return {
    open: () => {
      const [ours, theirs] = createMemoryPair();
      hostEnd = theirs;
      theirs.onMessage(() => undefined);
      theirs.send({ type: 'hello', protocol, version: '9', capabilities: [] });
      return Promise.resolve(ours);
    },
    cut: () => hostEnd?.close('The host died.'),
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function recorder() {
  const said: string[] = [];
  return {
    said,
    listener: {
      onOpen: () => said.push('open'),
      onLost: (reason: string, attempt: number) => said.push(`lost ${attempt}: ${reason}`),
      onMismatch: (reason: string) => said.push(`mismatch: ${reason}`),
    },
  };
}

describe('host link', () => {
  it('opens, and opens again after a loss', async () => {
    const host = greeter(PROTOCOL_VERSION);
    const { said, listener } = recorder();
    const link = openHostLink({ open: host.open, onProblem: () => undefined }, listener);
    await vi.advanceTimersByTimeAsync(0);
    host.cut();
    await vi.advanceTimersByTimeAsync(0);
    expect(said).toEqual(['open', 'lost 1: The host died.']);
    await vi.advanceTimersByTimeAsync(backOffMs(1));
    expect(said).toHaveLength(3);
    expect(said[2]).toBe('open');
    link.close();
  });

  it('waits longer after each failed try, and tries at once when told to', async () => {
    let tries = 0;
    const open = (): Promise<Transport> => {
      tries += 1;
      return Promise.reject(new Error('refused'));
    };
    const { said, listener } = recorder();
    const link = openHostLink({ open, onProblem: () => undefined }, listener);
    await vi.advanceTimersByTimeAsync(backOffMs(1) + backOffMs(2) - 1);
    expect(tries).toBe(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(tries).toBe(3);
    link.retryNow();
    await vi.advanceTimersByTimeAsync(0);
    expect(tries).toBe(4);
    expect(said.at(-1)).toBe('lost 4: refused');
    link.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(tries).toBe(4);
  });

  it('stops at a host of another protocol', async () => {
    const { said, listener } = recorder();
    openHostLink(
      { open: greeter(PROTOCOL_VERSION + 1).open, onProblem: () => undefined },
      listener,
    );
    await vi.advanceTimersByTimeAsync(60_000);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^mismatch: .*protocol/);
  });

  it('doubles the wait from half a second to ten', () => {
    expect([1, 2, 3, 4, 5, 6, 7].map(backOffMs)).toEqual([
      500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000,
    ]);
  });
});
