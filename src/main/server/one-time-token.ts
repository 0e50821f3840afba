import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 bits, as 43 characters that a URL and a cookie can hold. */
export function randomSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256 of a secret: what is kept, and what is compared, so that lengths are equal and times tell nothing. */
export function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** A token that opens the door once. Issuing another closes the door to the one before. */
export class OneTimeToken {
  private digest: Buffer | undefined;

  issue(): string {
    const token = randomSecret();
    this.digest = digestOf(token);
    return token;
  }

  /** True for the token issued last, the first time it is shown. */
  redeem(candidate: string): boolean {
    if (!this.digest || !timingSafeEqual(this.digest, digestOf(candidate))) return false;
    this.digest = undefined;
    return true;
  }
}
