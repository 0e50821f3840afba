/**
 * Runs in the page before its own scripts: `window.pixelAges` collects, for every drawing of a sphere frame that came over the
 * socket, when the engine made the frame (its clock, ms), when it came, when it was handed to WebGL, and when the GPU had drawn it (the
 * page's clock, ms; told by a fence).
 * `withheld`: draw calls are not executed.
 */
export function watchPixels(withheld) {
  window.pixelAges = [];
  let newest;
  const PlainSocket = window.WebSocket;
  window.WebSocket = class extends PlainSocket {
    constructor(...rest) {
      super(...rest);
      this.addEventListener('message', ({ data }) => {
        if (!(data instanceof ArrayBuffer)) return;
        const view = new DataView(data);
        if (view.getUint16(6, true) !== 1) return;
        newest = { frameMs: view.getFloat64(24, true), cameMs: performance.now() };
      });
    }
  };
  const { prototype } = WebGL2RenderingContext;
  const watch = (gl) => {
    const seen = newest;
    if (!seen || gl.getParameter(gl.FRAMEBUFFER_BINDING) !== null) return;
    newest = undefined;
    const handedMs = performance.now();
    queueMicrotask(() => {
      const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
      gl.flush();
      const look = () => {
        if (gl.getSyncParameter(fence, gl.SYNC_STATUS) !== gl.SIGNALED) return setTimeout(look, 1);
        gl.deleteSync(fence);
        window.pixelAges.push({ ...seen, handedMs, drawnMs: performance.now() });
      };
      look();
    });
  };
  for (const name of [
    'drawElements',
    'drawArrays',
    'drawElementsInstanced',
    'drawArraysInstanced',
  ]) {
    const plain = prototype[name];
    prototype[name] = function (...rest) {
      watch(this);
      if (!withheld) plain.apply(this, rest);
    };
  }
  if (!withheld) return;
  const parameter = prototype.getParameter;
  prototype.getParameter = function (name) {
    return name === 0x9246 ? 'draws not executed' : parameter.call(this, name);
  };
}
