import type { PlacedEvent } from '../layers/events/event-places.ts';

/** A token as a person reads it: its text in quotes, blanks made visible; its number before the corpus is known. */
export function tokenWords(text: string | undefined, token: number): string {
  if (text === undefined) return `token ${token}`;
  const visible = text.replaceAll(' ', '␣').replaceAll('\n', '↵').replaceAll('\t', '⇥');
  return `“${visible}”`;
}

/** The same without quotes and short: a ray's name. */
export function tokenSign(text: string | undefined, token: number): string {
  const sign = text === undefined ? String(token) : tokenWords(text, token).slice(1, -1);
  return sign.length > 8 ? `${sign.slice(0, 7)}…` : sign;
}

/** An angle as the time on the ring's clock: 0 is 12:00, pi is 6:00. */
export function clockWords(thetaRad: number): string {
  const minutes = Math.floor((thetaRad / (2 * Math.PI)) * 720) % 720;
  const hour = Math.floor(minutes / 60) || 12;
  return `${hour}:${String(minutes % 60).padStart(2, '0')}`;
}

/** The event as one sentence, for a screen reader. */
export function eventSentence(event: PlacedEvent, text: string | undefined): string {
  const parts = [
    `Event ${event.n}, group ${event.group}`,
    `Token ${tokenWords(text, event.token)}`,
    `Loss ${event.lossNats.toFixed(3)} nats`,
    `Theta at ${clockWords(event.theta)}`,
  ];
  return `${parts.join('. ')}.`;
}
