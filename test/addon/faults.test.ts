import { expect, it, vi } from 'vitest';
import type { FaultConfig } from '../../src/shared/contract/run.ts';
import { messageOf, newEngine, openSmall, smallConfig, standingStill, trainTo } from './engine.ts';

const fault = (
  kind: FaultConfig['kind'],
  step: number,
  sphere: number,
  times = 1,
): FaultConfig => ({
  ...{ kind, step, sphere, times },
  delayMs: kind === 'slow' ? 20 : 0,
});

async function engineWith(faults: readonly FaultConfig[]) {
  const engine = newEngine();
  const config = smallConfig(await openSmall(engine));
  await engine.createRun({ ...config, faults, sphereTimeoutMs: 40 });
  return engine;
}

it('trains to the same bits through leaves that fail, hang and are slow', async () => {
  const sound = await engineWith([]);
  await trainTo(sound, 6);
  const faulty = await engineWith([
    fault('fail', 2, 1, 2),
    fault('hang', 3, 4),
    fault('slow', 4, 2),
    fault('fail', 5, 6),
  ]);
  await trainTo(faulty, 6);
  expect(await faulty.weightsSha256()).toBe(await sound.weightsSha256());
  expect(sound.health()).toMatchObject({ errors: 0, recoveries: 0, faultsStruck: 0, ended: 0 });
  await vi.waitFor(() => expect(faulty.health()).toMatchObject({ active: 0, idle: 13 }));
  const health = faulty.health();
  expect(health).toMatchObject({ errors: 4, recoveries: 4, timeouts: 1, faultsStruck: 5 });
  expect(health).toMatchObject({ failing: 0, itemsQueued: 0, refusedTransitions: 0 });
  expect(health.messagesSent).toBe(health.messagesReceived + health.messagesDropped);
  expect(health.residentBytes).toBeGreaterThan(10_000_000);
});

it('pauses before a step whose micro-batch fails again and again, and goes on from there', async () => {
  const engine = await engineWith([fault('fail', 3, 2, 3)]);
  engine.run(5);
  await standingStill(engine);
  const { state, step, pausedBecause } = engine.status();
  expect({ state, step }).toEqual({ state: 'paused', step: 2 });
  expect(pausedBecause).toMatchObject({ reason: 'given-up' });
  expect(pausedBecause?.message).toContain('of sphere 2 failed again and again');
  await trainTo(engine, 5);
  const sound = await engineWith([]);
  await trainTo(sound, 5);
  expect(await engine.weightsSha256()).toBe(await sound.weightsSha256());
});

it('refuses a fault of no kind', async () => {
  const engine = newEngine();
  const config = smallConfig(await openSmall(engine));
  const faults = [{ ...fault('fail', 1, 1), kind: 'sulk' as 'fail' }];
  expect(await messageOf(() => engine.createRun({ ...config, faults }))).toContain(
    "faults[0].kind must be 'fail', 'hang' or 'slow'",
  );
});
