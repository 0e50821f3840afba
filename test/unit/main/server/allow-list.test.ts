import { describe, expect, it } from 'vitest';
import { createAllowList } from '../../../../src/main/server/allow-list.ts';

describe('createAllowList', () => {
  const names = createAllowList(4000);

  it('knows the two names of this machine, with the port', () => {
    expect(names.host('127.0.0.1:4000')).toBe(true);
    expect(names.host('localhost:4000')).toBe(true);
    expect(names.origin('http://127.0.0.1:4000')).toBe(true);
    expect(names.origin('http://localhost:4000')).toBe(true);
  });

  it.each([
    undefined,
    '',
    '127.0.0.1',
    '127.0.0.1:4001',
    '127.0.0.1:4000.evil.example',
    'evil.example:4000',
    'localhost.:4000',
    'LOCALHOST:4000',
    '[::1]:4000',
    '0.0.0.0:4000',
    '127.0.0.1:4000 ',
  ])('refuses the Host %j', (host) => {
    expect(names.host(host)).toBe(false);
    expect(names.origin(`http://${host}`)).toBe(false);
  });

  it.each([undefined, 'null', 'https://127.0.0.1:4000', 'app://studio', 'http://127.0.0.1:4000/'])(
    'refuses the Origin %j',
    (origin) => expect(names.origin(origin)).toBe(false),
  );

  it('leaves the port out where browsers do', () => {
    expect(createAllowList(80).host('localhost')).toBe(true);
    expect(createAllowList(80).host('localhost:80')).toBe(false);
  });

  it("adds a development server's origin, but not its Host", () => {
    const dev = createAllowList(4000, 'http://127.0.0.1:5173');
    expect(dev.origin('http://127.0.0.1:5173')).toBe(true);
    expect(dev.host('127.0.0.1:5173')).toBe(false);
  });
});
