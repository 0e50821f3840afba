import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { setupCarrier } from '../../../../src/main/electron/carrier.ts';
import { pageAddress } from '../../../../src/main/electron/page-origin.ts';
import { PORT_HANDSHAKE } from '../../../../src/shared/contract/shell.ts';
import type { Transport } from '../../../../src/shared/rpc/transport.ts';
import { standIn } from '../../../helpers/electron-doubles.ts';

type Parts = Parameters<typeof setupCarrier>[0];

function fakePort() {
  return Object.assign(new EventEmitter(), {
    postMessage: vi.fn(),
    start: vi.fn(),
    close: vi.fn(),
  });
}

function carrier() {
  const ipcMain = new EventEmitter();
  const channels: { port1: ReturnType<typeof fakePort>; port2: object }[] = [];
  const clients: Transport[] = [];
  setupCarrier({
    ipcMain: standIn<Parts['ipcMain']>(ipcMain),
    createChannel: () => {
      const channel = { port1: fakePort(), port2: {} };
      channels.push(channel);
      return standIn<ReturnType<Parts['createChannel']>>(channel);
    },
    page: pageAddress(),
    contents: { id: 7 },
    connect: (transport) => clients.push(transport),
  });
  const frame = { parent: null as object | null, origin: 'app://studio', postMessage: vi.fn() };
  const ask = (event: object = {}) =>
    ipcMain.emit(PORT_HANDSHAKE.request, { sender: { id: 7 }, senderFrame: frame, ...event });
  return { ask, frame, channels, clients };
}

describe('setupCarrier', () => {
  it('gives the page one end of a channel and the host the other', () => {
    const { ask, frame, channels, clients } = carrier();
    ask();
    expect(clients).toHaveLength(1);
    expect(channels[0]?.port1.start).toHaveBeenCalled();
    expect(frame.postMessage).toHaveBeenCalledWith(PORT_HANDSHAKE.offer, null, [
      channels[0]?.port2,
    ]);
    const received = vi.fn();
    clients[0]?.onMessage(received);
    channels[0]?.port1.emit('message', { data: 'hello' });
    expect(received).toHaveBeenCalledWith('hello');
  });

  it.each([
    ['another window', { sender: { id: 8 } }],
    ['a frame that has gone', { senderFrame: null }],
    [
      'a frame within the page',
      { senderFrame: { parent: {}, origin: 'app://studio', postMessage: vi.fn() } },
    ],
    [
      'another origin',
      { senderFrame: { parent: null, origin: 'https://evil.example', postMessage: vi.fn() } },
    ],
    [
      'another host of the scheme',
      { senderFrame: { parent: null, origin: 'app://other', postMessage: vi.fn() } },
    ],
    ['an opaque origin', { senderFrame: { parent: null, origin: 'null', postMessage: vi.fn() } }],
  ])('gives nothing to %s', (_who, event) => {
    const { ask, channels, clients } = carrier();
    ask(event);
    expect(channels).toHaveLength(0);
    expect(clients).toHaveLength(0);
    const frame = (event as { senderFrame?: { postMessage: () => void } | null }).senderFrame;
    if (frame) expect(frame.postMessage).not.toHaveBeenCalled();
  });

  it('closes the port before when the page, reloaded, asks again', () => {
    const { ask, channels, clients } = carrier();
    ask();
    ask();
    expect(clients).toHaveLength(2);
    expect(channels[0]?.port1.close).toHaveBeenCalled();
    expect(channels[1]?.port1.close).not.toHaveBeenCalled();
  });
});
