import { describe, expect, it } from 'vitest';
import { OneTimeToken, randomSecret } from '../../../../src/main/server/one-time-token.ts';

describe('OneTimeToken', () => {
  it('is 256 bits, and another each time', () => {
    const secrets = Array.from({ length: 64 }, randomSecret);
    for (const secret of secrets) expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect(new Set(secrets).size).toBe(secrets.length);
  });

  it('opens once', () => {
    const token = new OneTimeToken();
    const shown = token.issue();
    expect(token.redeem(shown)).toBe(true);
    expect(token.redeem(shown)).toBe(false);
  });

  it('does not open before one is issued, nor to anything but the whole token', () => {
    const token = new OneTimeToken();
    expect(token.redeem('')).toBe(false);
    const shown = token.issue();
    for (const wrong of [
      '',
      shown.slice(0, -1),
      `${shown}A`,
      shown.toUpperCase(),
      'x'.repeat(1e6),
    ]) {
      expect(token.redeem(wrong)).toBe(false);
    }
    expect(token.redeem(shown)).toBe(true);
  });

  it('closes the door to the token before when another is issued', () => {
    const token = new OneTimeToken();
    const first = token.issue();
    const second = token.issue();
    expect(token.redeem(first)).toBe(false);
    expect(token.redeem(second)).toBe(true);
  });
});
