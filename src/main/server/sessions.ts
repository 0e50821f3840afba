import { timingSafeEqual } from 'node:crypto';
import { digestOf, randomSecret } from './one-time-token.ts';

/** Browsers that may be let in at a time; the oldest gives way. */
const SESSION_LIMIT = 16;

/**
 * Who has been let in: each browser holds a 256-bit secret in a cookie, the server its digest.
 * A cookie is sent to every port of a host, so its name carries the port: two servers do not disturb each other.
 */
export class Sessions {
  private readonly digests: Buffer[] = [];
  private readonly cookie: string;

  constructor(port: number) {
    this.cookie = `crystalline-${port}`;
  }

  /** Lets a browser in; returns its Set-Cookie header. Scripts cannot read it and other sites cannot send it. */
  open(): string {
    const secret = randomSecret();
    this.digests.push(digestOf(secret));
    if (this.digests.length > SESSION_LIMIT) this.digests.shift();
    return `${this.cookie}=${secret}; HttpOnly; SameSite=Strict; Path=/`;
  }

  /** Whether a request's Cookie header shows a session of ours. */
  admits(header: string | undefined): boolean {
    return secretsOf(header, this.cookie).some((secret) => {
      const digest = digestOf(secret);
      return this.digests.some((known) => timingSafeEqual(known, digest));
    });
  }
}

/** Values of the cookies called `name`, at most a few. */
function secretsOf(header: string | undefined, name: string): string[] {
  return (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .slice(0, 4)
    .map((pair) => pair.slice(name.length + 1));
}
