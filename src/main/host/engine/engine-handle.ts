import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { CallError } from '../../../shared/rpc/call-error.ts';
import { findProduct } from '../shell/product.ts';
import type { EngineModule, NativeEngine } from './engine-types.ts';
import type { NativeMachine } from './machine-types.ts';
import type { NativeNumbers } from './numbers-types.ts';

/** Environment variable that names another addon file. */
export const ADDON_VARIABLE = 'CRYSTALLINE_ADDON';
const ADDON_IN_PRODUCT = 'native/build/Release/crystalline.node';

/** Where the addon lies: the path given, else CRYSTALLINE_ADDON, else native/build/Release in the product's folder. */
export function addonPath(given?: string): string {
  const named = given ?? process.env[ADDON_VARIABLE];
  return named ? path.resolve(named) : path.join(findProduct().root, ADDON_IN_PRODUCT);
}

/** A new native engine. Throws CallError `unsupported` that says what to do when it cannot be loaded. */
export function loadEngine(givenPath?: string): NativeEngine {
  return new (loadModule(givenPath).Engine)();
}

/** The native engine's numbers, which need no engine. Throws as loadEngine. */
export function loadNumbers(givenPath?: string): NativeNumbers {
  return loadModule(givenPath).numbers;
}

/** What the machine is, which needs no engine either. Throws as loadEngine. */
export function loadMachine(givenPath?: string): NativeMachine {
  return loadModule(givenPath).machine;
}

/** The only place that loads the addon; it is loaded once. */
function loadModule(givenPath?: string): EngineModule {
  const file = addonPath(givenPath);
  if (!existsSync(file)) {
    throw new CallError(
      'unsupported',
      `The native engine is not built (no ${file}): run npm run build:native.`,
    );
  }
  const load = createRequire(import.meta.url);
  try {
    return load(file) as EngineModule;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CallError(
      'unsupported',
      `The native engine cannot be loaded (${reason}): run npm run build:native.`,
      { cause: error },
    );
  }
}
