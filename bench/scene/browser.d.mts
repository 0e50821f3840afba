import type { Browser } from 'playwright-core';

export function openBrowser(): Promise<Browser>;
export function serveScene(): Promise<{ readonly url: string; readonly close: () => void }>;
