import { useEffect } from 'react';
import type { RefObject } from 'react';
import { useThree } from '@react-three/fiber';
import { WebGLRenderTarget } from 'three';
import type { PerspectiveCamera, WebGLRenderer } from 'three';
import { provideStage } from '../../store/stage-port.ts';
import type { PictureRequest } from '../../store/stage-port.ts';
import { FIELD_OF_VIEW } from '../camera/camera-fit.ts';
import { faceStage, frameSelected } from '../camera/stage-keys.ts';
import { useStage } from '../kit/stage.ts';
import type { Stage } from '../kit/stage.ts';
import { paintGround, paintWords } from './paint-words.ts';
import { frameOf, tilesOf, toCanvasPixels } from './picture-tiles.ts';
import type { PictureFrame, Tile } from './picture-tiles.ts';

/** Gives the rest of the window what the mounted stage can do: its camera, and pictures of it. */
export function StagePortGate({ root }: { readonly root: RefObject<HTMLElement | null> }) {
  const stage = useStage();
  const gl = useThree((three) => three.gl);
  const camera = useThree((three) => three.camera) as PerspectiveCamera;
  const advance = useThree((three) => three.advance);

  useEffect(() => {
    const { orbit } = stage;
    return provideStage({
      camera: () => orbit.goal,
      lookFrom: (view, atOnce) => {
        orbit.lookFrom(view, atOnce);
        stage.dirty = true;
      },
      face: (face) => faceStage(stage, face),
      frameSelection: () => frameSelected(stage),
      zoom: (factor) => orbit.zoom(factor),
      size: () => stage.size,
      picture: async (request) => {
        orbit.arrive(); // the view that the picture says it shows
        await redrawn(stage);
        if (!root.current) throw new Error('the stage is not mounted');
        return drawPicture({ stage, gl, camera, advance, root: root.current }, request);
      },
      follow: (canvas) => followStage(stage, gl, root.current, canvas),
    });
  }, [stage, gl, camera, advance, root]);
  return null;
}

/** Waits until the stage and the words over it show what it is told to, or half a second where the page is hidden. */
function redrawn(stage: Stage): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stage.drawn.delete(done);
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(done, 500);
    stage.drawn.add(done);
    stage.dirty = true;
  });
}

interface Studio {
  readonly stage: Stage;
  readonly gl: WebGLRenderer;
  readonly camera: PerspectiveCamera;
  readonly advance: (timeMs: number) => void;
  readonly root: HTMLElement;
}

/** Draws the picture tile by tile, letting the page breathe between two. */
async function drawPicture(studio: Studio, request: PictureRequest): Promise<HTMLCanvasElement> {
  const { width, height, transparent, words } = request;
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser gives no canvas of that size.');
  const frame = frameOf(request, studio.stage.size, FIELD_OF_VIEW);
  if (!transparent) paintGround(context, studio.root);
  for (const tile of tilesOf(width, height)) {
    const image = drawTile(studio, request, frame, tile);
    context.drawImage(image, tile.x, tile.y);
    await new Promise((resolve) => setTimeout(resolve));
  }
  if (words) paintWords(context, studio.root, frame);
  return canvas;
}

/** Draws one tile with every layer's own frame code: for this frame the renderer says that it is as large as the tile. */
function drawTile(
  { stage, gl, camera, advance }: Studio,
  { width, height }: PictureRequest,
  frame: PictureFrame,
  tile: Tile,
): HTMLCanvasElement {
  const target = new WebGLRenderTarget(tile.width, tile.height);
  const { aspect, fov } = camera;
  const { getDrawingBufferSize, getPixelRatio } = gl;
  try {
    camera.aspect = width / height;
    camera.fov = (frame.fieldOfView * 180) / Math.PI;
    camera.setViewOffset(width, height, tile.x, tile.y, tile.width, tile.height);
    gl.getDrawingBufferSize = (into) => into.set(tile.width, tile.height);
    gl.getPixelRatio = () => frame.scale;
    stage.capture = target;
    advance(performance.now());
    const pixels = new Uint8Array(tile.width * tile.height * 4);
    gl.readRenderTargetPixels(target, 0, 0, tile.width, tile.height, pixels);
    return imageOf(pixels, tile);
  } finally {
    gl.getDrawingBufferSize = getDrawingBufferSize;
    gl.getPixelRatio = getPixelRatio;
    stage.capture = undefined;
    gl.setRenderTarget(null);
    camera.aspect = aspect;
    camera.fov = fov;
    camera.clearViewOffset();
    target.dispose();
    stage.dirty = true;
  }
}

function imageOf(pixels: Uint8Array, { width, height }: Tile): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  const image = new ImageData(width, height);
  toCanvasPixels(pixels, image.data, width);
  context?.putImageData(image, 0, 0);
  return canvas;
}

/** Copies each drawn frame, with ground and words, while its pixels are still there. */
function followStage(
  stage: Stage,
  gl: WebGLRenderer,
  root: HTMLElement | null,
  canvas: HTMLCanvasElement,
): () => void {
  const context = canvas.getContext('2d');
  if (!context || !root) return () => undefined;
  const copy = (): void => {
    paintGround(context, root);
    context.drawImage(gl.domElement, 0, 0, canvas.width, canvas.height);
    paintWords(context, root, frameOf(canvas, stage.size, FIELD_OF_VIEW));
  };
  stage.drawn.add(copy);
  stage.dirty = true;
  return () => {
    stage.drawn.delete(copy);
  };
}
