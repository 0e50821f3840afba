import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isUnsaved, saveUnsaved } from '../../../../../src/main/host/shell/save-unsaved.ts';
import { statusOf } from '../../../../helpers/electron-doubles.ts';
import { FakeEngine } from '../../../../helpers/fake-engine.ts';
import {
  makeTemporaryDirectory,
  openTestHost,
  openText,
  removeDirectory,
  smallRun,
  type TestHost,
} from '../../../../helpers/test-host.ts';

let folder: string;
let test: TestHost<FakeEngine>;

beforeEach(async () => {
  folder = makeTemporaryDirectory();
  test = await openTestHost(new FakeEngine({ stepDelayMs: 1 }), folder);
});

afterEach(async () => {
  await test.host.close({ discard: true });
  await removeDirectory(folder);
});

describe('saveUnsaved', () => {
  it('stops a run that trains and saves where it stands', async () => {
    const corpusId = await openText(test.client);
    await test.client.call('run.start', smallRun(corpusId, { steps: 100_000 }));
    await test.until(({ step }) => step > 3);
    const saved = await saveUnsaved(test.host);
    const { state, step, unsavedSteps } = test.host.status();
    expect({ state, step, unsavedSteps }).toEqual({
      state: 'paused',
      step: saved?.step,
      unsavedSteps: 0,
    });
    expect(await saveUnsaved(test.host)).toBeUndefined();
  });

  it('has nothing to do without a run, or when all is saved', async () => {
    expect(await saveUnsaved(test.host)).toBeUndefined();
    const corpusId = await openText(test.client);
    await test.client.call('run.start', smallRun(corpusId, { steps: 3 }));
    await test.untilState('completed');
    expect(await saveUnsaved(test.host)).toBeUndefined();
  });

  it('rejects with the reason when the disk refuses', async () => {
    const corpusId = await openText(test.client);
    await test.client.call('run.start', smallRun(corpusId, { steps: 100_000 }));
    await test.until(({ step }) => step > 0);
    test.engine.failNextSave = new Error('No space left on device.');
    await expect(saveUnsaved(test.host)).rejects.toThrow('No space left on device.');
  });
});

describe('isUnsaved', () => {
  it.each([
    ['idle', 0, false],
    ['running', 0, true],
    ['checkpointing', 0, true],
    ['paused', 0, false],
    ['paused', 3, true],
    ['completed', 3, true],
    ['stopped', 0, false],
    ['failed', 3, false],
  ] as const)('%s with %d unsaved steps: %s', (state, unsavedSteps, expected) => {
    expect(isUnsaved(statusOf({ state, unsavedSteps }))).toBe(expected);
  });
});
