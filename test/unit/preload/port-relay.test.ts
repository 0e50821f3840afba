import { describe, expect, it, vi } from 'vitest';
import { relayPort, type Ipc, type PageWindow } from '../../../src/preload/port-relay.ts';
import { PORT_HANDSHAKE } from '../../../src/shared/contract/shell.ts';

type Heard = Parameters<Parameters<PageWindow['addEventListener']>[1]>[0];

function relay() {
  let hear: (event: Heard) => void = () => undefined;
  const page = {
    location: { origin: 'app://studio' },
    addEventListener: (_type: string, listener: (event: Heard) => void) => (hear = listener),
    postMessage: vi.fn(),
  };
  const ipc = { send: vi.fn(), on: vi.fn() };
  relayPort(page as PageWindow, ipc as unknown as Ipc);
  const offer = ipc.on.mock.calls[0]?.[1] as (event: { ports: unknown[] }) => void;
  const own = {
    source: page as unknown as Window,
    origin: 'app://studio',
    data: PORT_HANDSHAKE.request,
  };
  return { page, ipc, offer, hear: (event: Partial<Heard>) => hear({ ...own, ...event }) };
}

describe('relayPort', () => {
  it('passes the page’s request on', () => {
    const { hear, ipc } = relay();
    hear({});
    expect(ipc.send.mock.calls).toEqual([[PORT_HANDSHAKE.request]]);
  });

  it.each<[string, Partial<Heard>]>([
    ['of a frame within the page', { source: {} as Window }],
    ['without a source', { source: null }],
    ['of another origin', { origin: 'https://evil.example' }],
    ['that says something else', { data: 'crystalline:other' }],
    ['that is an object', { data: { request: PORT_HANDSHAKE.request } }],
    ['that is its own offer', { data: PORT_HANDSHAKE.offer }],
  ])('ignores a message %s', (_what, event) => {
    const { hear, ipc } = relay();
    hear(event);
    expect(ipc.send).not.toHaveBeenCalled();
  });

  it('hands the port to the page at its own origin only', () => {
    const { offer, page, ipc } = relay();
    expect(ipc.on.mock.calls[0]?.[0]).toBe(PORT_HANDSHAKE.offer);
    const port = {};
    offer({ ports: [port] });
    expect(page.postMessage.mock.calls).toEqual([[PORT_HANDSHAKE.offer, 'app://studio', [port]]]);
  });

  it('says nothing when no port came', () => {
    const { offer, page } = relay();
    offer({ ports: [] });
    expect(page.postMessage).not.toHaveBeenCalled();
  });
});
