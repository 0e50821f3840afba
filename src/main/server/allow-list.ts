/** Names under which the server is reached, exactly: any other is another site's doing (DNS rebinding, a foreign page). */
export interface AllowList {
  /** Value of a Host header. */
  host(value: string | undefined): boolean;
  /** Value of an Origin header. */
  origin(value: string | undefined): boolean;
}

/** Port that browsers leave out of both headers. */
const HTTP_PORT = 80;

/** @param pageOrigin a development server's origin whose pages may connect too */
export function createAllowList(port: number, pageOrigin?: string): AllowList {
  const suffix = port === HTTP_PORT ? '' : `:${port}`;
  const hosts = new Set([`127.0.0.1${suffix}`, `localhost${suffix}`]);
  const origins = new Set([...hosts].map((host) => `http://${host}`));
  if (pageOrigin !== undefined) origins.add(pageOrigin);
  return {
    host: (value) => value !== undefined && hosts.has(value),
    origin: (value) => value !== undefined && origins.has(value),
  };
}
