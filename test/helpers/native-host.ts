import { existsSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { addonPath, loadEngine } from '../../src/main/host/engine/engine-handle.ts';
import {
  makeTemporaryDirectory,
  openTestHost,
  removeDirectory,
  type TestHost,
} from './test-host.ts';
import type { NativeEngine } from '../../src/main/host/engine/engine-types.ts';

const built = existsSync(addonPath());

/** Lets every test of the block around skip, saying why, where the native engine is not built. */
export function needNativeEngine(): void {
  beforeEach((context) => {
    if (!built) context.skip('the native engine is not built: npm run build:native');
  });
}

/** One host on the native engine for all tests of the block around, and how to ask it. */
export function openNativeHost(): TestHost<NativeEngine>['client']['call'] {
  let directory: string;
  let open: TestHost<NativeEngine>;
  beforeAll(async () => {
    if (!built) return;
    directory = makeTemporaryDirectory();
    open = await openTestHost(loadEngine(), directory);
  });
  needNativeEngine();
  afterAll(async () => {
    if (!built) return;
    await open.host.close({ discard: true });
    await removeDirectory(directory);
  });
  return (...given) => open.client.call(...given);
}
