import type { Session } from 'electron';
import { isOfPage, type PageAddress } from './page-origin.ts';

/** Copying figures and texts, after a click or key, is all the page may do beyond a page's own. */
const GRANTED = 'clipboard-sanitized-write';

/** Denies every permission a page can ask for, but writing to the clipboard to the program's own page. */
export function setupPermissions(
  session: Pick<
    Session,
    'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
  >,
  page: PageAddress,
): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(permission === GRANTED && isOfPage(details.requestingUrl, page)),
  );
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => permission === GRANTED && isOfPage(origin, page),
  );
  session.setDevicePermissionHandler(() => false);
}
