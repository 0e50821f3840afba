import { DataTexture, FloatType, NearestFilter, RGBAFormat } from 'three';
import { readTokenFrame } from '../../../../shared/frames/token-frame.ts';
import { eventTheta } from './event-layout.ts';
import { TOKEN_WIDTH } from './event-material.ts';
import { tokenClass } from './token-classes.ts';

/** Angle of a token's own prime, the (token + 1)-th: its ray in the layout of spokes. Radians in [0, 2 pi). */
export function spokeAngle(token: number, thetaOffset: number): number {
  return eventTheta(token, thetaOffset);
}

/** Four numbers a token: its offset of theta, the angle of its spoke, its class, 0. Zeros without a token frame. */
export function tokenNumbers(
  frame: ArrayBuffer | undefined,
  texts: readonly string[],
): Float32Array<ArrayBuffer> {
  const tokens = frame ? readTokenFrame(frame) : undefined;
  const rows = Math.max(1, Math.ceil((tokens?.rows ?? 0) / TOKEN_WIDTH));
  const numbers = new Float32Array(rows * TOKEN_WIDTH * 4);
  for (let token = 0; token < (tokens?.rows ?? 0); token += 1) {
    const offset = tokens?.columns.thetaOffset(token) ?? 0;
    numbers[token * 4] = offset;
    numbers[token * 4 + 1] = spokeAngle(token, offset);
    numbers[token * 4 + 2] = tokenClass(texts[token] ?? '');
  }
  return numbers;
}

/** The vocabulary as a texture, TOKEN_WIDTH tokens a row. */
export function tokenTexture(
  frame: ArrayBuffer | undefined,
  texts: readonly string[],
): DataTexture {
  const numbers = tokenNumbers(frame, texts);
  const rows = numbers.length / 4 / TOKEN_WIDTH;
  const texture = new DataTexture(numbers, TOKEN_WIDTH, rows, RGBAFormat, FloatType);
  texture.magFilter = NearestFilter;
  texture.minFilter = NearestFilter;
  texture.needsUpdate = true;
  return texture;
}
