import { describe, expect, it } from 'vitest';
import { qualityOf, shortRendererName, strideOf } from '../../../src/renderer/scene/kit/quality.ts';

const SWIFTSHADER =
  'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)';
const NVIDIA = 'ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 Direct3D11 vs_5_0 ps_5_0, D3D11)';

describe('qualityOf', () => {
  it.each([
    [SWIFTSHADER, true],
    ['llvmpipe (LLVM 15.0.6, 256 bits)', true],
    ['ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11, D3D11)', true],
    [NVIDIA, false],
    ['Apple M2', false],
    ['', false],
  ])('%s: drawn by the processor: %s', (name, software) => {
    expect(qualityOf(name).software).toBe(software);
  });

  it('draws every event on a GPU and an even sample without one', () => {
    expect(qualityOf(NVIDIA).eventStride).toBe(1);
    const { eventStride } = qualityOf(SWIFTSHADER);
    expect(144_000 % eventStride).not.toBe(0);
    for (const factor of [2, 3, 5]) expect(eventStride % factor).not.toBe(0);
  });

  it('draws the first 20,000 events whole even in software', () => {
    const software = qualityOf(SWIFTSHADER);
    expect([0, 20_000, 20_001, 144_000].map((count) => strideOf(software, count))).toEqual([
      1, 1, 7, 7,
    ]);
    expect(strideOf(qualityOf(NVIDIA), 144_000)).toBe(1);
  });
});

describe('shortRendererName', () => {
  it.each([
    [SWIFTSHADER, 'SwiftShader'],
    ['llvmpipe (LLVM 15.0.6, 256 bits)', 'llvmpipe'],
    [NVIDIA, 'NVIDIA GeForce RTX 3060'],
    ['Apple M2', 'Apple M2'],
  ])('%s is %s', (name, short) => {
    expect(shortRendererName(name)).toBe(short);
  });
});
