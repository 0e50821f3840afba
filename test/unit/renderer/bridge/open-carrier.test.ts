import { describe, expect, it } from 'vitest';
import { socketUrl, usesPort } from '../../../../src/renderer/bridge/open-carrier.ts';

describe('carrier', () => {
  it('is a port in Electron and where the address asks for one, else a socket', () => {
    expect(usesPort({ origin: 'app://studio', search: '' })).toBe(true);
    expect(usesPort({ origin: 'http://localhost:5173', search: '?carrier=port' })).toBe(true);
    expect(usesPort({ origin: 'http://127.0.0.1:8080', search: '' })).toBe(false);
  });

  it('finds the socket on the page’s own origin', () => {
    expect(socketUrl({ protocol: 'http:', host: '127.0.0.1:8080' })).toBe(
      'ws://127.0.0.1:8080/rpc',
    );
    expect(socketUrl({ protocol: 'https:', host: 'lab.test' })).toBe('wss://lab.test/rpc');
  });
});
