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
