// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { SceneStage } from '../../src/renderer/scene/SceneStage.tsx';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

it('says what goes on without WebGL instead of failing', () => {
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
  render(<SceneStage />);
  expect(screen.getByText(/no WebGL 2/)).toBeTruthy();
  expect(screen.queryByRole('application')).toBeNull();
});
