/**
 * Time spent inside WebGL calls, apart from JavaScript: with software GL they wait for the processor that draws. Wraps every method of
 * the context's prototype; begin it before the page makes a context. `withheld`: draw calls are counted but not executed, as if a GPU
 * of its own drew, and the context gives no software renderer's name, so that the page draws in its full quality.
 */
export const glClock = { ms: 0, calls: 0, draws: 0 };

type Method = (this: WebGL2RenderingContext, ...rest: unknown[]) => unknown;

const NAME = 'draws counted, not executed';
const UNMASKED_RENDERER = 0x9246;

export function startGlClock(withheld: boolean): void {
  const { prototype } = WebGL2RenderingContext;
  for (const name of Object.getOwnPropertyNames(prototype)) {
    const { value } = Object.getOwnPropertyDescriptor(prototype, name) ?? {};
    if (typeof value !== 'function' || name === 'constructor') continue;
    const method = withheld ? withhold(name, value as Method) : (value as Method);
    const draws = name.startsWith('draw') ? 1 : 0;
    const timed: Method = function (...rest) {
      const beganMs = performance.now();
      const result = method.apply(this, rest);
      glClock.ms += performance.now() - beganMs;
      glClock.calls += 1;
      glClock.draws += draws;
      return result;
    };
    Object.defineProperty(prototype, name, { value: timed, configurable: true, writable: true });
  }
}

function withhold(name: string, method: Method): Method {
  if (/^draw(Elements|Arrays)/.test(name)) return () => undefined;
  if (name !== 'getParameter') return method;
  return function (...rest) {
    return rest[0] === UNMASKED_RENDERER ? NAME : method.apply(this, rest);
  };
}
