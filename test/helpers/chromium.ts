import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Browsers in order of preference; @sparticuz/chromium comes with npm ci and needs no other install (Linux x64). */
async function executable(): Promise<string | undefined> {
  const named = process.env['CHROMIUM_PATH'];
  const installed = [
    named,
    '/usr/bin/chromium',
    '/usr/bin/google-chrome',
    chromium.executablePath(),
  ];
  const found = installed.find((path) => path && existsSync(path));
  if (found) return found;
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const { default: bundled } = await import('@sparticuz/chromium');
  return bundled.executablePath();
}

/** A headless Chromium with WebGL in software, or undefined where there is none. */
export async function launchChromium(): Promise<Browser | undefined> {
  const executablePath = await executable();
  if (!executablePath) return undefined;
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--ignore-gpu-blocklist',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

export const NO_CHROMIUM =
  'no Chromium here: set CHROMIUM_PATH or install one (on Linux x64 it comes with npm ci)';
