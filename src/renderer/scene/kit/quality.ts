/** How much to draw: decided once from the GL renderer's own name. */
export interface Quality {
  /** True when triangles are drawn by the processor. */
  readonly software: boolean;
  /** Spheres that look smaller than this radius, in device pixels, are left out: their parents stand for them. */
  readonly leastSpherePixels: number;
  /** Links drawn at most; those of the upper levels come first. */
  readonly mostLinks: number;
  /** Pulses of a beat drawn at most; the legend tells of what share. */
  readonly mostPulses: number;
  /** Every how many slots an event is drawn, and every how many rows a prime... */
  readonly eventStride: number;
  /** ...when there are more of them than this. */
  readonly allDrawn: number;
  /** Device pixels a CSS pixel, at most. */
  readonly maxPixelRatio: number;
  /** Shortest time between two drawn frames while only data changes, in milliseconds: a little under a multiple of a 60 Hz refresh. */
  readonly dataFrameMs: number;
  /** Frames handed to the renderer and not drawn yet, at most. */
  readonly framesUnderWay: number;
}

const HARDWARE: Quality = {
  software: false,
  leastSpherePixels: 0.65,
  mostLinks: 80_000,
  mostPulses: 8_192,
  eventStride: 1,
  allDrawn: 144_000,
  maxPixelRatio: 2,
  dataFrameMs: 30,
  framesUnderWay: 3,
};
/** 7 has no factor in common with the 144,000 slots' structure (2, 3, 5): the sample is even in theta and in batch. */
const SOFTWARE: Quality = {
  software: true,
  leastSpherePixels: 0.6,
  mostLinks: 1_884,
  mostPulses: 2_048,
  eventStride: 7,
  allDrawn: 20_000,
  maxPixelRatio: 1,
  dataFrameMs: 46,
  framesUnderWay: 1,
};

/** Of `count` events or primes every how many are drawn. */
export function strideOf({ eventStride, allDrawn }: Quality, count: number): number {
  return count > allDrawn ? eventStride : 1;
}

/** Names of renderers that run on the processor: SwiftShader (Chromium), llvmpipe and softpipe (Mesa), WARP (Windows). */
const SOFTWARE_NAMES = /swiftshader|llvmpipe|softpipe|software|basic render/i;

export function qualityOf(rendererName: string): Quality {
  return SOFTWARE_NAMES.test(rendererName) ? SOFTWARE : HARDWARE;
}

/** A short name for people: 'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device ...), ...)' becomes 'SwiftShader'. */
export function shortRendererName(rendererName: string): string {
  const software = SOFTWARE_NAMES.exec(rendererName)?.[0].toLowerCase();
  if (software === 'swiftshader') return 'SwiftShader';
  if (software) return software;
  const angle = /^ANGLE \([^,]*, (.+?)(?: Direct3D| OpenGL|, |\)$)/.exec(rendererName)?.[1];
  return (angle ?? rendererName).slice(0, 40);
}

/** Asks the driver for its name; empty where it will not say. */
export function rendererNameOf(gl: WebGLRenderingContext | WebGL2RenderingContext): string {
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER);
  return typeof name === 'string' ? name : '';
}

/** Finds out before the scene's own context exists, with a context that is given back at once. */
export function probeRenderer(): string | undefined {
  const gl = document.createElement('canvas').getContext('webgl2');
  if (!gl) return undefined;
  const name = rendererNameOf(gl);
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return name;
}
