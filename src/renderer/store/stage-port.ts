/** Where the stage is looked at from. Angles in radians, lengths in world units. */
export interface CameraView {
  readonly azimuth: number;
  readonly elevation: number;
  readonly distance: number;
  readonly target: readonly [number, number, number];
}

/** Named directions: 12 o'clock ahead, 9 o'clock ahead, from above, and over a corner. */
export const FACES = ['front', 'right', 'top', 'corner'] as const;
export type Face = (typeof FACES)[number];

/** A picture of the stage to be drawn. */
export interface PictureRequest {
  /** Device pixels; the picture shows what the stage shows, with the stage's aspect kept inside it. */
  readonly width: number;
  readonly height: number;
  readonly transparent: boolean;
  /** Legend, hour marks and axes. */
  readonly words: boolean;
}

/** What the stage can do for the rest of the window. */
export interface StagePort {
  readonly camera: () => CameraView;
  /** Glides there, or is there at once. */
  readonly lookFrom: (view: CameraView, atOnce?: boolean) => void;
  readonly face: (face: Face) => void;
  readonly frameSelection: () => void;
  readonly zoom: (factor: number) => void;
  /** CSS pixels. */
  readonly size: () => { readonly width: number; readonly height: number };
  /** Draws the picture in tiles, whatever its size. */
  readonly picture: (request: PictureRequest) => Promise<HTMLCanvasElement>;
  /** Paints each drawn frame with its words into a canvas of the stage's size until the returned function is called. */
  readonly follow: (canvas: HTMLCanvasElement) => () => void;
}

let present: StagePort | undefined;

/** The scene gives its port while it is mounted; returns how to take it back. */
export function provideStage(port: StagePort): () => void {
  present = port;
  return () => {
    if (present === port) present = undefined;
  };
}

/** The mounted stage; undefined without WebGL. */
export function stagePort(): StagePort | undefined {
  return present;
}
