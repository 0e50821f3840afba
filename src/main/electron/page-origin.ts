import { CARRIER_PARAMETER, ELECTRON_ORIGIN } from '../../shared/contract/shell.ts';

/** Where the page comes from: all that is trusted. */
export interface PageAddress {
  readonly origin: string;
  readonly url: string;
}

/** @param devServerUrl electron-vite's development server, which serves the page while the program is developed */
export function pageAddress(devServerUrl?: string): PageAddress {
  if (devServerUrl === undefined) return { origin: ELECTRON_ORIGIN, url: `${ELECTRON_ORIGIN}/` };
  const url = new URL(devServerUrl);
  url.searchParams.set(CARRIER_PARAMETER, 'port');
  return { origin: url.origin, url: url.href };
}

/** Whether a URL is of the page's origin. Node calls the origin of app: URLs 'null', so scheme and host are compared. */
export function isOfPage(url: string, { origin }: PageAddress): boolean {
  if (!URL.canParse(url)) return false;
  const [own, other] = [new URL(origin), new URL(url)];
  return own.protocol === other.protocol && own.host === other.host;
}
