import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIRST_LOOK } from '../../../../src/renderer/store/scene-look.ts';
import { ViewError, parseView } from '../../../../src/renderer/store/view-file.ts';
import { parseLook } from '../../../../src/renderer/store/look-file.ts';

const VIEW = {
  format: 'crystalline-view',
  version: 1,
  camera: { azimuth: -0.3, elevation: 0.4, distance: 6.5, target: [0, 0.1, 0] },
  layers: { spheres: true, links: false },
  look: FIRST_LOOK,
  theme: 'dark',
  filters: {
    levels: [1, 2],
    states: ['waiting'],
    kinds: ['twin'],
    loss: { from: 0.5, to: 3 },
    clip: { axis: 'y', at: 0.2, keep: 'below' },
  },
  selection: { spheres: [1, 4], events: [], expression: 'level == 1' },
  moment: { runId: '0001-moby-dick', step: 120 },
};

const parsed = (value: unknown): unknown => parseView(JSON.stringify(value));
const problem = (value: unknown): string => {
  try {
    parsed(value);
  } catch (error) {
    if (error instanceof ViewError) return error.message;
    throw error;
  }
  return '';
};

describe('a stored view', () => {
  it('comes back as it was saved', () => {
    expect(parsed(VIEW)).toEqual(VIEW);
    expect(parseLook(FIRST_LOOK)).toEqual(FIRST_LOOK);
  });

  it.each([
    [{ ...VIEW, format: 'png' }, 'format must be crystalline-view.'],
    [{ ...VIEW, version: 2 }, 'version must be 1.'],
    [{ ...VIEW, camera: { ...VIEW.camera, distance: 0 } }, 'camera.distance must be a number'],
    [
      { ...VIEW, camera: { ...VIEW.camera, target: [0, 0] } },
      'camera.target must be three numbers.',
    ],
    [{ ...VIEW, filters: { states: ['tired'] } }, 'filters.states must be one of'],
    [{ ...VIEW, filters: { loss: { from: 1 } } }, 'filters.loss.to must be a number'],
    [{ ...VIEW, filters: { clip: { axis: 'w', at: 0, keep: 'below' } } }, 'filters.clip.axis'],
    [{ ...VIEW, selection: { spheres: [-1], events: [] } }, 'selection.spheres must be'],
    [{ ...VIEW, layers: { spheres: 'yes' } }, 'layers.spheres must be true or false.'],
    [[], 'The view must be an object.'],
  ])('says what is wrong %#', (view, words) => expect(problem(view)).toContain(words));

  it('is refused when it is too long or no JSON', () => {
    expect(() => parseView('{')).toThrow('no JSON');
    expect(() => parseView(' '.repeat(300_000))).toThrow('longer');
  });

  it('of hostile content is refused or sound, never a fault', () => {
    const paths = [
      'camera',
      'layers',
      'look',
      'filters',
      'selection',
      'moment',
      'theme',
      '__proto__',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue({ maxDepth: 3 }), (path, value) => {
        const text = JSON.stringify(VIEW).replace(
          /\}$/,
          `,${JSON.stringify(path)}:${JSON.stringify(value)}}`,
        );
        try {
          const { camera, look } = parseView(text);
          expect(Number.isFinite(camera.distance)).toBe(true);
          parseLook(look);
        } catch (error) {
          expect(error).toBeInstanceOf(ViewError);
        }
      }),
      { numRuns: 400 },
    );
  });
});
