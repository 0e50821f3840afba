import { expect, it, vi } from 'vitest';
import { messageOf, newEngine, openSmall, smallConfig, trainTo } from './engine.ts';

it('grows under load and shrinks at rest, to the same bits', async () => {
  const sha256: string[] = [];
  for (const more of [{}, { maxDepth: 2 }]) {
    const engine = newEngine();
    const config = smallConfig(await openSmall(engine));
    await engine.createRun({ ...config, batch: 30, ...more });
    await trainTo(engine, 8);
    sha256.push(await engine.weightsSha256());
    const grown = 'maxDepth' in more ? 12 : 0;
    expect(engine.health()).toMatchObject({ grown, ended: 0 });
    await vi.waitFor(
      () => expect(engine.health()).toMatchObject({ levels: 1, collapsed: grown, ended: grown }),
      10_000,
    );
  }
  expect(sha256[1]).toBe(sha256[0]);
});

it('refuses a largest depth below the depth', async () => {
  const engine = newEngine();
  const config = smallConfig(await openSmall(engine));
  const create = () => engine.createRun({ ...config, depth: 3, maxDepth: 2 });
  expect(await messageOf(create)).toContain('maxDepth is 2; it must be from the depth, 3, to 4.');
});
