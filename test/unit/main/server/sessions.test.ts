import { describe, expect, it } from 'vitest';
import { Sessions } from '../../../../src/main/server/sessions.ts';

/** The name=value part of a Set-Cookie header: what a browser sends back. */
const sentBack = (setCookie: string) => setCookie.split(';')[0] ?? '';

describe('Sessions', () => {
  it('gives a cookie that scripts cannot read and other sites cannot send', () => {
    const attributes = new Sessions(4000).open().split('; ').slice(1);
    expect(attributes).toEqual(['HttpOnly', 'SameSite=Strict', 'Path=/']);
  });

  it('admits every browser that was let in, among other cookies', () => {
    const sessions = new Sessions(4000);
    const [a, b] = [sentBack(sessions.open()), sentBack(sessions.open())];
    expect(sessions.admits(a)).toBe(true);
    expect(sessions.admits(`theme=dark; ${b}; x=y`)).toBe(true);
  });

  it('admits nobody else', () => {
    const sessions = new Sessions(4000);
    const cookie = sentBack(sessions.open());
    const value = cookie.slice(cookie.indexOf('=') + 1);
    for (const wrong of [
      undefined,
      '',
      'crystalline-4000=',
      cookie.slice(0, -1),
      `crystalline-4001=${value}`,
      `xcrystalline-4000=${value}`,
      sentBack(new Sessions(4000).open()),
    ]) {
      expect(sessions.admits(wrong)).toBe(false);
    }
  });

  it('lets the oldest of more than sixteen go', () => {
    const sessions = new Sessions(4000);
    const cookies = Array.from({ length: 17 }, () => sentBack(sessions.open()));
    expect(sessions.admits(cookies[0])).toBe(false);
    expect(cookies.slice(1).every((cookie) => sessions.admits(cookie))).toBe(true);
  });
});
