/**
 * Time spent inside WebGL calls, apart from JavaScript: with software GL they wait for the processor that draws. Wraps every method of
 * the context's prototype; begin it before the page makes a context.
 */
export const glClock = { ms: 0, calls: 0 };

type Method = (this: unknown, ...rest: unknown[]) => unknown;

export function startGlClock(): void {
  const { prototype } = WebGL2RenderingContext;
  for (const name of Object.getOwnPropertyNames(prototype)) {
    const { value } = Object.getOwnPropertyDescriptor(prototype, name) ?? {};
    if (typeof value !== 'function' || name === 'constructor') continue;
    const method = value as Method;
    const timed: Method = function (...rest) {
      const beganMs = performance.now();
      try {
        return method.apply(this, rest);
      } finally {
        glClock.ms += performance.now() - beganMs;
        glClock.calls += 1;
      }
    };
    Object.defineProperty(prototype, name, { value: timed, configurable: true, writable: true });
  }
}
