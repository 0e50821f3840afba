import { expect, it } from 'vitest';
import {
  attentionPicture,
  magnitudePicture,
} from '../../../../../src/renderer/features/blocks/block-pictures.ts';
import { MAGNITUDE_BINS } from '../../../../../src/shared/contract/blocks.ts';

const INK = [240, 182, 81] as const;

it('draws the token that looks as a row, the one it looks at as a column', () => {
  const { pixels, width, height } = attentionPicture([1, 0, 0.25, 0.75], 2, INK);
  expect([width, height]).toEqual([2, 2]);
  expect([...pixels.slice(0, 4)]).toEqual([...INK, 255]);
  expect([3, 7, 11, 15].map((at) => pixels[at])).toEqual([255, 0, 128, 221]);
});

it('draws a column a moment, the largest magnitudes on top', () => {
  const moment = (step: number, bin: number) => {
    const bins = Array<number>(MAGNITUDE_BINS).fill(0);
    bins[bin] = 9;
    const tensor = { name: 'w', bins, zeros: 0, notFinite: 0, rootMeanSquare: 1 };
    return { step, tensors: [tensor] };
  };
  const picture = magnitudePicture([moment(1, 0), moment(2, MAGNITUDE_BINS - 1)], 0, INK);
  const alpha = (x: number, y: number) => picture.pixels[(y * picture.width + x) * 4 + 3];
  expect([picture.width, picture.height]).toEqual([2, MAGNITUDE_BINS]);
  expect([alpha(0, MAGNITUDE_BINS - 1), alpha(0, 0)]).toEqual([255, 0]);
  expect([alpha(1, MAGNITUDE_BINS - 1), alpha(1, 0)]).toEqual([0, 255]);
});
