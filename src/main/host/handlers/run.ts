import type { Handlers } from '../../../shared/rpc/rpc-server.ts';
import type { NativeEngine } from '../engine/engine-types.ts';
import type { RunController } from '../runs/run-controller.ts';
import type { RunStore } from '../runs/run-store.ts';

export function runHandlers(controller: RunController, store: RunStore, engine: NativeEngine) {
  return {
    'run.start': (config) => controller.start(config),
    'run.pause': ({ runId }) => controller.pause(runId),
    'run.resume': ({ runId }) => controller.resume(runId),
    'run.step': ({ runId, count = 1 }) => controller.trainSteps(runId, count),
    'run.stop': ({ runId, discard = false }) => controller.stop(runId, discard),
    'run.checkpoint': ({ runId }) => controller.checkpoint(runId),
    'run.restore': ({ runId, checkpoint }) => controller.restore(runId, checkpoint),
    'run.setLearningRate': ({ runId, learningRate }) =>
      controller.setLearningRate(runId, learningRate),
    'run.validation': ({ runId }) => controller.validation(runId),
    'run.schedule': ({ optimizer, steps, points = 200 }) =>
      engine.drawSchedule(optimizer, steps, points),
    'run.extend': ({ runId, steps }) => controller.extend(runId, steps),
    'run.branch': ({ runId, checkpoint, name }) => controller.branch({ runId, checkpoint, name }),
    'run.list': async () => ({ runs: await store.list() }),
    'run.history': ({ runId, fromStep = 0 }) => controller.history(runId, fromStep),
  } satisfies Partial<Handlers>;
}
