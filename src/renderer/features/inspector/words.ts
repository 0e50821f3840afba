/** Hour of a symmetry group on the clock: group 0 sits at twelve. */
export function clockHour(group: number): number {
  return group === 0 ? 12 : group;
}

/** A token as it can be seen: spaces and line ends get their signs. */
export function visibleToken(text: string | undefined): string {
  if (text === undefined) return '?';
  return text
    .replaceAll(' ', '␣')
    .replaceAll('\n', '⏎')
    .replaceAll('\t', '⇥')
    .replaceAll('\r', '␍');
}

/** The probability that a loss in nats stands for: 8.0 %, 0.31 %, 1 in 54,000. */
export function probabilityWords(lossNats: number): string {
  if (!Number.isFinite(lossNats)) return 'unknown';
  const share = 100 * Math.exp(-lossNats);
  if (share >= 0.1) return `${share >= 99.95 ? 100 : share.toPrecision(share >= 10 ? 3 : 2)} %`;
  return `1 in ${Math.round(100 / share).toLocaleString('en')}`;
}
