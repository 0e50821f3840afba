/** What is asked of WebGL 2. */
export type Fences = Pick<
  WebGL2RenderingContext,
  | 'fenceSync'
  | 'flush'
  | 'getSyncParameter'
  | 'deleteSync'
  | 'isContextLost'
  | 'SYNC_GPU_COMMANDS_COMPLETE'
  | 'SYNC_STATUS'
  | 'SIGNALED'
>;

/** A fence that has told nothing for so long is given up. */
const LOST_MS = 3_000;

interface Pending {
  readonly fence: WebGLSync;
  readonly drawnAtMs: number;
}

/**
 * Frames handed to whoever draws them and not drawn yet. Without a bound a slow renderer is always seconds behind: the newest frame
 * waits behind older ones that nobody needs any more. Ask `full` before drawing, tell `add` after. One a context.
 */
export class GpuQueue {
  private readonly pending: Pending[] = [];

  /** `room`: frames that may be under way. */
  constructor(
    private readonly gl: Fences,
    private readonly room: number,
  ) {}

  /** Whether another frame would only wait behind those under way. */
  full(nowMs: number): boolean {
    this.sweep(nowMs);
    return this.pending.length >= this.room;
  }

  /** A frame was handed over; call after its last draw. */
  add(nowMs: number): void {
    const { gl } = this;
    if (gl.isContextLost()) return;
    const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0) as WebGLSync | null;
    if (!fence) return;
    gl.flush();
    this.pending.push({ fence, drawnAtMs: nowMs });
  }

  /** How long the oldest frame has been under way, in milliseconds; 0 when there is none. */
  waitedMs(nowMs: number): number {
    const [oldest] = this.pending;
    return oldest ? nowMs - oldest.drawnAtMs : 0;
  }

  private sweep(nowMs: number): void {
    const { gl, pending } = this;
    for (let oldest = pending[0]; oldest; oldest = pending[0]) {
      const over =
        gl.isContextLost() ||
        nowMs - oldest.drawnAtMs > LOST_MS ||
        gl.getSyncParameter(oldest.fence, gl.SYNC_STATUS) === gl.SIGNALED;
      if (!over) return;
      gl.deleteSync(oldest.fence);
      pending.shift();
    }
  }
}
